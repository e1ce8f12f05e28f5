"""Takes what the centre has for this laptop: tasks, answers, things to look up; bucket by bucket."""

from collections.abc import Mapping

from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol.messages import BucketPage, PullRequest
from sync.protocol.problems import Problem, ProtocolProblem

TASK = "task."


def pull(course: Course) -> None:
    """Applies every feed item up to the heads that the centre named last. A revoked laptop gets nothing."""
    if course.revoked:
        return
    course.enter(Phase.PULL)
    after = _rewound(course, course.store.cursors())
    # What was sent may have been answered since hello: then every bucket is asked once.
    due = dict(after) if course.progress.lines else _behind(course, after)
    while due:
        pages = course.ask(course.api.pull, PullRequest(after=due)).pages
        course.heads |= {page.bucket: page.head for page in pages if page.bucket in due}
        moved = {page.bucket: _last(page, due) for page in pages if page.items}
        if not moved:
            break
        course.store.apply(pages)
        course.tasks.update(item.about for page in pages for item in page.items if item.kind.startswith(TASK))
        after |= moved
        due = _behind(course, after)
    if not _behind(course, after):
        course.store.keep_pulled(course.heads_at)


def _behind(course: Course, after: Mapping[str, int]) -> dict[str, int]:
    return {bucket: n for bucket, n in after.items() if n < course.heads[bucket]}


def _rewound(course: Course, cursors: Mapping[str, int]) -> dict[str, int]:
    """The cursor of each bucket; from the start where the centre counts anew (it was restored from a backup)."""
    ahead = [bucket for bucket, head in course.heads.items() if cursors.get(bucket, 0) > head]
    if ahead:
        course.store.apply([BucketPage(bucket=bucket, items=(), head=0) for bucket in ahead])
    return {bucket: 0 if bucket in ahead else cursors.get(bucket, 0) for bucket in course.heads}


def _last(page: BucketPage, behind: dict[str, int]) -> int:
    """The number of the page's last item. Raises NOT_THE_CENTRE when the page does not go on where we are."""
    after = behind.get(page.bucket)
    if after is None or [item.n for item in page.items] != list(range(after + 1, after + 1 + len(page.items))):
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the feed has a hole")
    return page.items[-1].n
