"""What may go wrong in one schedule, drawn from its seed."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from sync.client.pace import LARGEST, SMALLEST
from tests.faults.model.line import Weather


class Mishap(StrEnum):
    """What happens once in a schedule, beside kills, bad weather, full disks and clocks that are set."""

    NONE = "none"
    CLONE = "clone"
    PUT_BACK = "put_back"  # the laptop's folder as it was
    PUT_BACK_DATABASE = "put_back_database"  # only the database
    CENTRE_RESTORED = "centre_restored"  # from an older backup
    FLIP_DATABASE = "flip_database"
    FLIP_LOG = "flip_log"
    FLIP_RECEIPT = "flip_receipt"  # a page of the database that holds receipts
    FLIP_PHOTO = "flip_photo"
    FLIP_COPY = "flip_copy"
    FLIP_IDENTITY = "flip_identity"


WEEKS = 0.05  # of the schedules
TAMPERED = (Mishap.FLIP_DATABASE, Mishap.FLIP_LOG, Mishap.FLIP_RECEIPT)


@dataclass(frozen=True, slots=True)
class Plan:
    """Chances are from 0 to 1 for each turn."""

    laptops: int
    turns: int
    mishap: Mishap
    mishap_at: int  # the turn; what it needs (an image, a backup) is made at `image_at`
    image_at: int
    weather: Weather
    kills: float
    power: float  # of the kills
    full: float
    jumps: float
    pace: int  # bytes of photos in a first call: on a thin line pieces, on a quick one photos beside the lines; 0: as the app begins
    weeks: bool = False  # days pass between turns, and purges run
    photos_at: int = 0  # the turn until which lines go without photos, then


def drawn(seed: int, random: Random) -> Plan:
    """`random` is the world's; what the weeks bring is drawn beside it."""
    beside = Random(f"weeks/{seed}")
    shift = _shift(random)
    return _weeks(shift, beside) if beside.random() < WEEKS else shift


def _weeks(shift: Plan, random: Random) -> Plan:
    """As the shift, but longer; half of the centres are restored, for what came late is in none of their backups."""
    turns = shift.turns + 6
    return replace(
        shift, weeks=True, turns=turns, photos_at=random.randint(1, turns), jumps=random.choice((0.0, 0.1)),
        mishap=random.choice((shift.mishap, Mishap.CENTRE_RESTORED)), mishap_at=random.randint(shift.image_at + 1, turns - 1),
    )  # fmt: skip


def _shift(random: Random) -> Plan:
    turns = random.randint(6, 14)
    mishap = random.choice(tuple(Mishap)) if random.random() < 0.65 else Mishap.NONE
    image_at, mishap_at = sorted(random.sample(range(2, turns), 2))
    return Plan(
        laptops=random.choices((1, 2, 3), (65, 28, 7))[0], turns=turns, mishap=mishap, mishap_at=mishap_at,
        image_at=image_at, weather=_weather(random), kills=random.choice((0.0, 0.1, 0.25, 0.4)), power=random.choice((0.0, 0.5, 1.0)),
        full=random.choice((0.0, 0.0, 0.0, 0.12)), jumps=random.choice((0.0, 0.0, 0.1)), pace=_pace(random.random()),
    )  # fmt: skip


def _pace(chance: float) -> int:
    if chance < 0.3:
        return SMALLEST
    return LARGEST if chance > 0.65 else 0


def _weather(random: Random) -> Weather:
    """Fair, mixed, or one kind of trouble above all."""
    kind = random.random()
    if kind < 0.25:
        return Weather()
    names = list(vars(Weather()))
    if kind < 0.6:
        return Weather(**dict.fromkeys(names, 0.02))
    worst = random.choice(names)
    return Weather(**dict.fromkeys(names, 0.005) | {worst: random.choice((0.1, 0.3))})
