"""Takes what the centre has for this laptop: tasks, answers, things to look up; bucket by bucket."""

from collections.abc import Mapping, Sequence

from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol.messages import BucketPage, FeedItem, PullRequest
from sync.protocol.problems import Problem, ProtocolProblem

TASK = "task."


def pull(course: Course) -> None:
    """Applies every feed item up to the heads that the centre named last. A revoked laptop gets nothing.

    The last item of each bucket is asked for again: where a centre that was restored from a backup, and has told as many
    other things since, holds another one there, the store moves its cursor back to the start. When `hello` said that we
    have all there is, by its number and by its mark, nothing is asked.
    """
    if course.revoked:
        return
    course.enter(Phase.PULL)
    after = _rewound(course, course.store.cursors())
    due = {bucket: max(0, n - 1) for bucket, n in after.items()} if _has_news(course, after) else {}
    while due:
        pages = course.ask(course.api.pull, PullRequest(after=due)).pages
        course.heads |= {page.bucket: page.head for page in pages if page.bucket in due}
        news = [item for page in pages if page.items for item in _in_order(page, due) if item.n > after[page.bucket]]
        course.store.apply(pages)
        course.tasks.update(item.about for item in news if item.kind.startswith(TASK))
        before, after = after, _known(course)
        if after == before:
            break
        due = _behind(course, after)
    if not _behind(course, after):
        course.store.keep_pulled(course.heads_at)


def _has_news(course: Course, after: Mapping[str, int]) -> bool:
    """Whether there may be more than we have; what this round sent may have been answered since `hello`."""
    ours = course.store.marks()
    same = (course.marks.get(bucket, "") == ours.get(bucket) for bucket, n in after.items() if n)
    return bool(course.progress.lines) or after != course.heads or not all(same)


def _known(course: Course) -> dict[str, int]:
    cursors = course.store.cursors()
    return {bucket: cursors.get(bucket, 0) for bucket in course.heads}


def _behind(course: Course, after: Mapping[str, int]) -> dict[str, int]:
    return {bucket: n for bucket, n in after.items() if n < course.heads[bucket]}


def _rewound(course: Course, cursors: Mapping[str, int]) -> dict[str, int]:
    """The cursor of each bucket; from the start where the centre counts anew (it was restored from a backup)."""
    ahead = [bucket for bucket, head in course.heads.items() if cursors.get(bucket, 0) > head]
    if ahead:
        course.store.apply([BucketPage(bucket=bucket, items=(), head=0) for bucket in ahead])
    return {bucket: 0 if bucket in ahead else cursors.get(bucket, 0) for bucket in course.heads}


def _in_order(page: BucketPage, asked: Mapping[str, int]) -> Sequence[FeedItem]:
    """The page's items. Raises NOT_THE_CENTRE when they do not go on where we asked."""
    after = asked.get(page.bucket)
    if after is None or [item.n for item in page.items] != list(range(after + 1, after + 1 + len(page.items))):
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the feed has a hole")
    return page.items
