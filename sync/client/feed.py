"""Takes what the centre has for this laptop: tasks and their states, bucket by bucket."""

from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol.messages import BucketPage, PullRequest
from sync.protocol.problems import Problem, ProtocolProblem

TASK = "task."


def pull(course: Course) -> None:
    """Applies every feed item up to the heads that hello named. A revoked laptop gets nothing."""
    if course.revoked:
        return
    course.enter(Phase.PULL)
    cursors = dict(course.store.cursors())
    # A head behind our cursor: the centre was restored from a backup and counts anew.
    after = {bucket: n if (n := cursors.get(bucket, 0)) <= head else 0 for bucket, head in course.heads.items()}
    while behind := {bucket: n for bucket, n in after.items() if n < course.heads[bucket]}:
        pages = course.ask(course.api.pull, PullRequest(after=behind)).pages
        moved = {page.bucket: _last(page, behind) for page in pages if page.items}
        if not moved:
            break
        course.store.apply(pages)
        course.tasks.update(item.about for page in pages for item in page.items if item.kind.startswith(TASK))
        after |= moved


def _last(page: BucketPage, behind: dict[str, int]) -> int:
    """The number of the page's last item. Raises NOT_THE_CENTRE when the page does not go on where we are."""
    after = behind.get(page.bucket)
    if after is None or [item.n for item in page.items] != list(range(after + 1, after + 1 + len(page.items))):
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the feed has a hole")
    return page.items[-1].n
