"""What one moment is, with several talkers, in any order, with gaps, at midnight."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.domain.fix import Fix
from tests.unit.positioning.sentences import LAT, LON, gga, gst, rmc, said, second, zda

AT = 347_466_000, 1_136_254_000


def heard(*sentences: bytes) -> tuple[list[Fix], dict[str, int]]:
    stream = NmeaStream()
    found = stream.feed(b"".join(sentences)) + stream.finish()
    return found, stream.account()["why"]


def one(*sentences: bytes) -> Fix:
    (fix,), _ = heard(*sentences)
    return fix


@given(st.permutations([rmc("010203"), gga("010203.00"), gst("010203.000"), zda("010203")]))
def test_the_order_in_a_moment_does_not_matter(sentences: list[bytes]) -> None:
    fix = one(*sentences)

    assert (fix.utc, fix.lat_e7, fix.lon_e7) == ("2026-11-27T01:02:03.000Z", *AT)
    assert (fix.quality, fix.satellites, fix.hdop_milli, fix.accuracy_mm) == (1, 11, 800, 1500)


def test_accuracy_is_gst_else_hdop_times_five_else_unknown() -> None:
    assert one(rmc("010203"), gga("010203"), gst("010203", north="3.0", east="4.0")).accuracy_mm == 5000
    assert one(rmc("010203"), gga("010203"), gst("010203", north="", east="")).accuracy_mm == 1526  # the ellipse
    assert one(rmc("010203"), gga("010203", hdop="1.1")).accuracy_mm == 5500
    assert one(rmc("010203"), gga("010203", hdop=".9")).accuracy_mm == 4500  # NMEA 0183 lets the zero go
    assert one(rmc("010203"), gga("010203", hdop="")).accuracy_mm is None
    assert one(rmc("010203"), gga("010203", hdop="0.0")).accuracy_mm is None
    assert one(rmc("010203")).accuracy_mm is None


def test_a_receiver_without_gga_tells_quality_by_its_mode_and_hdop_by_gsa() -> None:
    fix = one(rmc("010203", mode="D"), said("GNGSA,A,3,05,13,,,,,,,,,,,1.4,0.9,1.1"))

    assert (fix.quality, fix.satellites, fix.hdop_milli, fix.accuracy_mm) == (2, None, 900, 4500)
    assert one(said(f"GPRMC,010203,A,{LAT},{LON},0,0,271126,,")).quality == 1  # before NMEA 2.3


def test_either_word_makes_a_fix() -> None:
    assert one(rmc("010203", status="V", mode="N"), gga("010203")).date == date(2026, 11, 27)
    assert one(rmc("010203"), gga("010203", quality="0")).satellites is None


def test_a_void_moment_is_none() -> None:
    found, why = heard(rmc("010203", status="V", mode="N"), gga("010203", quality="0"), said("GPRMC,,V,,,,,,,,,,N"))

    assert (found, why) == ([], {"void": 3})


def test_gll_and_gns_alone_make_no_fix() -> None:
    gns = said(f"GNGNS,010203,{LAT},{LON},AAN,11,0.8,104.2,-12.0,,")

    assert heard(said(f"GNGLL,{LAT},{LON},010203,A,A"), gns)[0] == []


def test_of_several_talkers_the_best_counts_whole() -> None:
    north = f"3445.0000,N,{LON}"
    fix = one(
        rmc("010203", talker="GP"), gga("010203", talker="GL", at=north, quality="2"), gga("010203", talker="BD", at=north),
        gga("010203", talker="GN", quality="4"), rmc("010203", talker="BD", day="010120"),
    )  # fmt: skip

    assert (fix.lat_e7, fix.quality, fix.utc) == (AT[0], 4, "2026-11-27T01:02:03.000Z")
    assert fix.said == "GPRMC+GNGGA"


def test_two_receivers_on_one_line_are_not_torn_apart() -> None:
    a, b = ("010203.00", "010204.00"), ("010203.40", "010204.40")
    parts = [said for x, y in zip(a, b, strict=True) for said in (rmc(x), rmc(y), gga(x), gga(y))]
    found, why = heard(*parts)

    assert [fix.time_ms % 10_000 for fix in found] == [3000, 3400, 4000, 4400]
    assert {fix.said for fix in found} == {"GNRMC+GNGGA"}
    assert why == {}


def test_what_was_said_once_is_not_a_second_fix() -> None:
    found, why = heard(*[second(0)] * 2, *map(second, (1, 2, 3)), gga("010000.00"))

    assert [fix.time_ms // 1000 % 60 for fix in found] == [0, 1, 2, 3]
    assert why == {"repeated": 2, "late": 1}


@pytest.mark.parametrize("between", [0, 3])
def test_the_same_time_on_another_day_is_a_moment_of_its_own(between: int) -> None:
    """A receiver that was asked once a day, or a log that goes on a day later: the first moment may be open or over."""
    there = f"3445.0000,N,{LON}"
    found, why = heard(
        rmc("010000"), gga("010000"), *(second(number) for number in range(1, between + 1)),
        rmc("010000", day="281126", at=there), gga("010000", at=there, quality="4"),
    )  # fmt: skip
    first, *_, last = found

    assert (first.utc, first.lat_e7, first.quality) == ("2026-11-27T01:00:00.000Z", AT[0], 1)
    assert (last.utc, last.lat_e7, last.quality) == ("2026-11-28T01:00:00.000Z", 347_500_000, 4)
    assert (len(found), why) == (2 + between, {})


@pytest.mark.parametrize("talker", ["GN", "GP", "BD", "GB", "GA", "GL", "GQ", "QZ", "GI"])
def test_a_satellite_receiver_is_heard(talker: str) -> None:
    assert one(rmc("010203", talker=talker), gga("010203", talker=talker)).said == f"{talker}RMC+{talker}GGA"


@pytest.mark.parametrize("talker", ["IN", "II", "LC", "SN", "PQ", "G", ""])
def test_who_is_no_satellite_receiver_is_not_heard(talker: str) -> None:
    """A ship's bridge passes positions on, as old as they may be; Loran is good for a quarter of a mile."""
    found, why = heard(rmc("010203", talker=talker), gga("010203", talker=talker))

    assert (found, why) == ([], {})


def test_a_log_that_is_played_in_a_circle_goes_on() -> None:
    found, _ = heard(*[second(number) for number in [*range(10)] * 2])

    assert len(found) == 20


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (f"3460.0000,N,{LON}", "position"), (f"9000.0001,N,{LON}", "position"), (f"{LAT},18000.0001,E", "position"),
        (f"{LAT},,", "position"), (f",,{LON}", "position"), (f"3444.7960,,{LON}", "position"), (f"3444.7960,E,{LON}", "position"),
        (f"-3444.7960,N,{LON}", "position"), (f"3444.79|60,N,{LON}", "position"), (f"3444.7960,n,{LON}", "position"),
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused(at: str, why: str) -> None:
    found, refused = heard(rmc("010203", at=at), gga("010203", at=at))

    assert (found, refused) == ([], {why: 2})


def test_south_and_west_are_negative() -> None:
    fix = one(rmc("010203", at="3747.0873,S,17518.8938,W"))

    assert (fix.lat_e7, fix.lon_e7) == (-377_847_883, -1_753_148_967)
    assert one(rmc("010203", at="9000.0000,N,18000.0000,E")).lat_e7 == 900_000_000


@pytest.mark.parametrize("time", ["", "24", "240000", "016000", "010260", "0102", "01:02:03", "0102.3.4"])
def test_a_time_that_cannot_be_is_refused(time: str) -> None:
    assert heard(rmc(time)) == ([], {"time": 1})


def test_a_status_or_quality_that_nobody_knows_is_refused() -> None:
    assert heard(rmc("010203", status="X"), gga("010203", quality="W")) == ([], {"fields": 2})


def test_a_date_is_carried_over_midnight_but_not_over_a_gap() -> None:
    found, _ = heard(rmc("235959"), gga("000000"), gga("003000"), gga("020000"))

    assert [fix.utc for fix in found] == [
        "2026-11-27T23:59:59.000Z", "2026-11-28T00:00:00.000Z", "2026-11-28T00:30:00.000Z", "02:00:00.000Z",
    ]  # fmt: skip


def at_midnight(order: str, before: str, after: str, *, lag: int = 0) -> list[str]:
    """A second before midnight and three after it, of which the first `lag` still name the day before."""
    days = [before] * (1 + lag) + [after] * (3 - lag)
    times = ("235959", "000000", "000001", "000002")
    found, why = heard(
        *(
            rmc(time, day=day) if kind == "RMC" else gga(time)
            for time, day in zip(times, days, strict=True) for kind in order.split()
        )
    )  # fmt: skip
    assert why == {}
    assert all(fix.quality == 1 and fix.satellites == 11 for fix in found)
    return [fix.utc[:19] for fix in found]


ORDERS = pytest.mark.parametrize("order", ["RMC GGA", "GGA RMC"])


@ORDERS
@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("271126", "281126", ("2026-11-27", "2026-11-28")), ("311226", "010127", ("2026-12-31", "2027-01-01")),
        ("280228", "290228", ("2028-02-28", "2028-02-29")), ("060419", "220899", ("2019-04-06", "2019-04-07")),
        ("201138", "070419", ("2038-11-20", "2038-11-21")), ("170922", "020203", ("2022-09-17", "2022-09-18")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lag", [0, 1, 2])
def test_a_day_ends_at_midnight(order: str, before: str, after: str, days: tuple[str, str], lag: int) -> None:
    """Also at year's end, where the week counter runs over, and where the date is told more slowly than the time."""
    assert at_midnight(order, before, after, lag=lag) == [
        f"{days[0]}T23:59:59", f"{days[1]}T00:00:00", f"{days[1]}T00:00:01", f"{days[1]}T00:00:02",
    ]  # fmt: skip


@ORDERS
@pytest.mark.parametrize("between", [0, 3])
def test_one_moment_of_each_day_is_whole_in_either_order(order: str, between: int) -> None:
    """The GGA of a new day that comes before its RMC was refused as said again, or as late."""
    sentences = []
    for day in ("311226", "010127"):
        both = {"RMC": rmc("000000", day=day), "GGA": gga("000000", quality="4" if day == "010127" else "1")}
        sentences += [both[kind] for kind in order.split()]
        sentences += [rmc(f"00000{number}", day=day) for number in range(1, between + 1)]
    found, why = heard(*sentences)

    assert [(fix.utc[:10], fix.quality) for fix in found if fix.time_ms == 0] == [("2026-12-31", 1), ("2027-01-01", 4)]
    assert why == {}


def test_of_several_talkers_the_best_counts_on_each_day() -> None:
    found, _ = heard(
        *(
            words
            for day, quality in (("311226", "1"), ("010127", "4"))
            for words in (
                gga("120000", talker="GP"), gga("120000", quality=quality), rmc("120000", talker="GP", day=day),
                rmc("120000", day=day),
            )
        )
    )  # fmt: skip

    assert [(fix.utc[:10], fix.quality) for fix in found] == [("2026-12-31", 1), ("2027-01-01", 4)]


def test_a_date_before_the_first_fix_is_not_carried() -> None:
    found, _ = heard(rmc("010203", status="V", day="161206"), zda("010203", "16,12,2006"), gga("010205"), gga("010206"))

    assert [fix.utc for fix in found] == ["01:02:05.000Z", "01:02:06.000Z"]


def test_a_zda_of_another_moment_dates_the_fixes_after_it() -> None:
    found, _ = heard(gga("010203"), zda("010203.5"), gga("010204"), gga("010205"), gga("010206"))

    assert [fix.date_known for fix in found] == [False, True, True, True]


def test_a_leap_second_is_a_moment_of_its_own() -> None:
    found, _ = heard(rmc("235959", day="311216"), rmc("235960", day="311216"), rmc("000000", day="010117"))

    assert [fix.utc[11:] for fix in found] == ["23:59:59.000Z", "23:59:60.000Z", "00:00:00.000Z"]
    assert found[1].utc[:10] == "2016-12-31"


@pytest.mark.parametrize("day", ["310226", "000026", "2208-1", "", "22089"])
def test_a_date_that_cannot_be_is_none(day: str) -> None:
    assert one(rmc("010203", day=day)).utc == "01:02:03.000Z"


def test_noise_between_the_bytes_costs_only_the_sentence_it_hits() -> None:
    broken = gga("010203").replace(b"11337", b"113\x9b7")
    found, why = heard(b"\xb5b\x01\x07$A", b"\x00\xff", rmc("010203"), broken, b"$GPGSA,A,3,0", rmc("010204"))

    assert [fix.time_ms // 1000 % 60 for fix in found] == [3, 4]
    assert why == {"cut": 3}


def test_a_sentence_without_end_is_let_go() -> None:
    stream = NmeaStream()
    for _ in range(1000):
        stream.feed(b"$GPGGA," + b"A" * 2000)

    assert stream.feed(rmc("010203") + b"x") + stream.finish() != []
    assert stream.account()["why"] == {"cut": 1000}


@pytest.mark.parametrize("step", [1, 7, 500, 513])
def test_a_sentence_without_end_is_the_same_however_it_was_cut(step: int) -> None:
    log = b"$GPGGA," + b"1" * 700 + b"\r\n$GPRMC" + b"," * 900 + rmc("010203") + b"x"
    whole, cut = NmeaStream(), NmeaStream()

    fixes = [fix for at in range(0, len(log), step) for fix in cut.feed(log[at : at + step])] + cut.finish()

    assert fixes == whole.feed(log) + whole.finish() != []
    assert cut.account() == whole.account()


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_whatever_comes_is_read_without_an_error(before: bytes, after: bytes) -> None:
    stream = NmeaStream()
    stream.feed(before)
    stream.feed(b"\r\n" + second(1) + after)
    stream.finish()
    account = stream.account()

    assert account["fixes"] >= 1
    assert account["read"] == account["used"] + account["unused"] + account["refused"]
