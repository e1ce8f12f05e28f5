"""Findings that are still on the screen: saved within a second, so that a crash costs at most one."""

from inspector_app.domain.finding import Draft
from inspector_app.services.changes import Changes
from inspector_app.services.ports import UnitOfWork


def save(uow: UnitOfWork, draft: Draft) -> Changes:
    """Keeps the draft as it is now; it is not a journal line and never leaves the laptop."""
    uow.save_draft(draft)
    return Changes()


def discard(uow: UnitOfWork, draft_id: str) -> Changes:
    """Forgets a draft; its photo files stay in the folder."""
    uow.drop_draft(draft_id)
    return Changes()
