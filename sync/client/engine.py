"""One round of synchronisation, told as a story: no threads of its own, no sleeping, no SQL."""

from collections.abc import Callable

from sync.client import feed, packs, proving, pushing, sending
from sync.client.course import Course, Stopped
from sync.client.lanes import InTurn
from sync.client.pace import Pace
from sync.client.ports import Lanes, PackStore, Signer, SyncApi, SyncStore
from sync.client.status import Outcome, Progress, SyncReport, code_of
from sync.protocol.laptop import RoundEnded
from sync.protocol.problems import Problem, ProtocolProblem


class Engine:
    """Brings a laptop and its centre to the same state, whatever interrupted the rounds before."""

    def __init__(
        self, api: SyncApi, store: SyncStore, signer: Signer, *, now: Callable[[], str], steady: Callable[[], float],
        app: str, lanes: Lanes | None = None, packs: PackStore | None = None,
    ) -> None:  # fmt: skip
        """`now` gives UTC as the protocol writes it, `steady` seconds that nobody sets, `app` is our version.

        `lanes` carry photos, one after the other unless told otherwise; then `api` and `store.photo` are used side by side.
        `packs` is where reference packs go; without it none is fetched.
        """
        self._api = api
        self._store = store
        self._signer = signer
        self._now = now
        self._steady = steady
        self._app = app
        self._pace = Pace()
        self._lanes = lanes or InTurn()
        self._packs = packs

    def run_round(
        self, report: Callable[[Progress], None], stop: Callable[[], bool], *, shift: str = "",
        only: frozenset[str] | None = None, background: bool = False,
    ) -> SyncReport:  # fmt: skip
        """Sends lines, photos and the account of `shift`, then takes what the centre has for us; last of all a reference pack.

        `only` are the photos (SHA-256) that may go, None for all: with it every line is sent and nothing is proved. In the
        `background` of a shift a pack comes over a quick line alone. `stop` is asked before every call: a stopped round ends as paused, and the next goes on from there. Raises
        ProtocolProblem; what was done until then stays done.
        """
        course = self._course(report, stop, only, background=background)
        started, began = self._now(), self._steady()
        outcome = ""
        try:
            outcome = self._run(course, shift)
        except Stopped:
            outcome = Outcome.PAUSED
        except BaseException as trouble:
            outcome = code_of(trouble)
            raise
        finally:
            self._keep(course, started, began, outcome)
        return _reported(course, Outcome(outcome))

    def _run(self, course: Course, shift: str) -> Outcome:
        sending.count(course)
        with sending.begun(course) as photos:
            course.meanwhile = photos.go_on
            pushing.push(course, self._app)
            photos.finish()
        if course.only is not None:
            feed.pull(course)
            packs.note(course)
            return Outcome.PARTLY
        has_all = proving.prove(course, shift)
        feed.pull(course)
        packs.fetch(course)
        course.only_lost = has_all and bool(course.lost)
        return Outcome.COMPLETE if has_all and not course.lost else Outcome.INCOMPLETE

    def _course(
        self, report: Callable[[Progress], None], stop: Callable[[], bool], only: frozenset[str] | None, *,
        background: bool,
    ) -> Course:  # fmt: skip
        enrolment = self._store.enrolment()
        if enrolment is None:
            raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "not enrolled")
        return Course(
            self._api, self._store, self._signer, enrolment, now=self._now, report=report, stop=stop,
            steady=self._steady, pace=self._pace, lanes=self._lanes, packs=self._packs, only=only,
            background=background,
        )  # fmt: skip

    def _keep(self, course: Course, started: str, began: float, outcome: str) -> None:
        done, took_ms = course.progress, round((self._steady() - began) * 1000)
        self._store.keep_round(
            RoundEnded(
                started_at=started, lines=done.lines, photos=done.photos, sent_bytes=done.sent_bytes,
                took_ms=max(0, took_ms), outcome=outcome,
            )
        )  # fmt: skip


def _reported(course: Course, outcome: Outcome) -> SyncReport:
    done = course.progress
    return SyncReport(
        outcome, lines=done.lines, photos=done.photos, sent_bytes=done.sent_bytes, statement=course.statement,
        tasks=frozenset(course.tasks), lost_photos=tuple(sorted(course.lost)), only_lost=course.only_lost, new_epoch=course.new_epoch,
        revoked=course.revoked, new_pack=course.new_pack, pack_problem=course.pack_problem,
        pack_left=course.pack_left,
    )  # fmt: skip
