"""Numbers of things in words, one or many. Methods, because Linguist's reader of Python sees a plural only in `self.tr`."""

from PySide6.QtCore import QObject


class Counts(QObject):
    def findings(self, count: int) -> str:
        return self.tr("%n finding(s)", "", count)

    def records(self, count: int) -> str:
        """Lines of the journal."""
        return self.tr("%n record(s)", "", count)

    def records_of_others(self, count: int) -> str:
        return self.tr("%n record(s) of others", "", count)

    def photos(self, count: int) -> str:
        return self.tr("%n photo(s)", "", count)

    def photos_added(self, count: int) -> str:
        return self.tr("added %n photo(s)", "", count)

    def records_again(self, count: int) -> str:
        """With the place `{copied}`."""
        return self.tr("%n record(s) recovered, {copied} from the second copy.", "", count)

    def drafts_again(self, count: int) -> str:
        return self.tr("%n draft(s) recovered.", "", count)

    def receipts_again(self, count: int) -> str:
        return self.tr("%n receipt(s) recovered.", "", count)

    def receipts_dropped(self, count: int) -> str:
        return self.tr(
            "%n receipt(s) could not be verified and were left out; the centre signs anew with the next sync.",
            "",
            count,
        )

    def photos_again(self, count: int) -> str:
        return self.tr("%n photo(s) found again.", "", count)

    def photos_gone(self, count: int) -> str:
        return self.tr("The files of %n photo(s) are gone.", "", count)

    def photos_unnamed(self, count: int) -> str:
        return self.tr("%n photo file(s) that no record names stay in the data folder.", "", count)

    def records_lost(self, count: int) -> str:
        return self.tr(
            "%n record(s) lost. Look through the list of the shift and record again what is missing there.", "", count
        )


counts = Counts()
