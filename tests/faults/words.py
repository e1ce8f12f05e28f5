"""What a laptop's screen may say under a schedule, and whether it says it in words."""

from inspector_app.ui import texts
from inspector_app.ui.sync_page.words import ADVICE
from tests.faults.laptops import Laptop
from tests.faults.schedule import Deed, Schedule

ALWAYS = frozenset({"unreachable", "busy", "upload_busy", "wrong_offset"})  # when its centre or itself is killed
UNDER = {
    Deed.BAD_LINE: {"internal", "not_the_centre", "certificate_untrusted"},
    Deed.SLEEP: {"too_slow"},
    Deed.FILL: {"out_of_space", "laptop_out_of_space"},
    Deed.ROT_PACK: {"pack_changed"},
    Deed.RESTORE: {"unknown_device", "wrong_code", "no_token"},
}


def unexpected(laptop: Laptop, schedule: Schedule) -> list[str]:
    """What it said, or its disk, that nothing in the schedule explains: a fault of ours."""
    deeds = {step.deed for step in schedule.steps}
    may = ALWAYS.union(*(codes for deed, codes in UNDER.items() if deed in deeds))
    return [f"a laptop heard {code}" for code in dict.fromkeys(laptop.troubles + laptop.refused) if code not in may]


def unspoken(laptop: Laptop) -> list[str]:
    """Codes that the officer would have seen as a code alone."""
    silent = [code for code in laptop.troubles if code not in ADVICE]
    silent += [code for code in laptop.refused if code not in texts.SENTENCES]
    return [f"{code} has no sentence for people" for code in dict.fromkeys(silent)]
