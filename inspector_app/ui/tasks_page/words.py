"""Tasks in the words of the interface."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.task import Outcome, Task, TaskKind, TaskState
from inspector_app.domain.visits import Why
from inspector_app.services.ports import TaskRow
from inspector_app.ui.shift.state import clock_text, day_text
from inspector_app.ui.tasks_page.state import Urgency, urgency

translate = QCoreApplication.translate


def kind(what: TaskKind) -> str:
    return {
        TaskKind.VERIFY: translate("TaskWords", "Verify"),
        TaskKind.CHECK: translate("TaskWords", "Check"),
        TaskKind.REINSPECT: translate("TaskWords", "Re-inspect"),
    }[what]


def title(task: Task) -> str:
    """What is asked: the centre's words, or why a visit was planned here."""
    said: dict[str, str] = {
        Why.ORDER: translate("TaskWords", "the order ends"),
        Why.PROVISIONAL: translate("TaskWords", "look again: something was open"),
        Why.FOLLOW_UP: translate("TaskWords", "look again: it was planned so"),
        Why.HOLD: translate("TaskWords", "did they go to the relief point?"),
    }
    return said.get(task.why, task.title)


def question(task: Task) -> str:
    """What is to be found out."""
    if task.why in (Why.PROVISIONAL, Why.HOLD, Why.FOLLOW_UP):
        return translate("TaskWords", "Is it solved?")
    return {
        TaskKind.VERIFY: translate("TaskWords", "Is the report true?"),
        TaskKind.CHECK: translate("TaskWords", "Is it solved?"),
        TaskKind.REINSPECT: translate("TaskWords", "Was the order complied with?"),
    }[task.kind]


def outcome(what: Outcome) -> str:
    return {
        Outcome.CONFIRMED: translate("TaskWords", "True"),
        Outcome.NOT_FOUND: translate("TaskWords", "Not true"),
        Outcome.SOLVED: translate("TaskWords", "Solved"),
        Outcome.UNSOLVED: translate("TaskWords", "Not solved"),
    }[what]


def due(row: TaskRow, now: datetime) -> tuple[str, str]:
    """The deadline in words, and the tint that says how near it is."""
    if not row.task.due:
        return translate("TaskWords", "No deadline"), "none"
    at = f"{day_text(row.task.due, now)} {clock_text(row.task.due)}".strip()
    how = urgency(row, now)
    if how is Urgency.OVERDUE:
        return translate("TaskWords", "Overdue since {at}").format(at=at), "alarm"
    return translate("TaskWords", "Until {at}").format(at=at), "warning" if how is Urgency.SOON else "none"


def standing(row: TaskRow) -> tuple[str, str]:
    """Where the task stands, and its tint."""
    if row.state is TaskState.WITHDRAWN and row.task.why:
        return translate("TaskWords", "The finding was withdrawn"), "none"
    if row.state is TaskState.WITHDRAWN:
        return translate("TaskWords", "Taken back by the centre"), "none"
    if row.state is TaskState.CLOSED:
        return translate("TaskWords", "Closed by the centre"), "none"
    if row.state is TaskState.OPEN:
        return translate("TaskWords", "Open"), "accent"
    if row.sent:
        return translate("TaskWords", "Answer at the centre"), "good"
    return translate("TaskWords", "Answer to be sent"), "warning"


def answered(row: TaskRow) -> str:
    """The answer that was given, empty before."""
    return outcome(Outcome(row.outcome)) if row.outcome in set(Outcome) else ""
