"""The indexes of the projections: each list and count of a screen is answered by one of these alone, or by the row number."""

INDEXES = (
    "CREATE INDEX statements_epoch ON statements (epoch, kind, seq, sha256)",
    "CREATE INDEX shifts_open ON shifts (closed_at)",
    "CREATE INDEX findings_shift ON findings (shift)",
    "CREATE INDEX findings_tier ON findings (tier)",
    "CREATE INDEX findings_shift_tier ON findings (shift, tier)",
    "CREATE INDEX findings_counts ON findings (shift, withdrawn, tier, send, photos)",
    "CREATE INDEX findings_unsent ON findings (shift, tier, send) WHERE send < 2",
    "CREATE INDEX findings_waiting ON findings (send) WHERE send = 0",
    """
    CREATE INDEX findings_figures ON findings (
        observed_at, withdrawn, shift, category, tier, suggested, primary_reason, overridden, override_reason, subject
    )
    """,
    "CREATE INDEX findings_subject ON findings (subject, category, observed_at, withdrawn, tier) WHERE subject <> ''",
    "CREATE INDEX measures_finding ON measures (finding, number)",
    "CREATE INDEX measures_target ON measures (measure, target)",
    "CREATE INDEX photo_files_waiting ON photo_files (seq, sha256, size, arrived) WHERE arrived = 0",
    "CREATE INDEX photo_files_arrived ON photo_files (arrived, size)",
    "CREATE INDEX photos_file ON photos (sha256)",
    "CREATE INDEX task_answers_task ON task_answers (task, seq)",
    "CREATE INDEX visits_number ON visits (number)",
    "CREATE INDEX reference_subject ON reference (kind, subject) WHERE subject <> ''",
    "CREATE INDEX handover_duties_observed ON handover_duties (observed_at)",
    "CREATE INDEX handovers_given_finding ON handovers_given (finding)",
)
