"""The host's end of the link: a method a command (docs/link.md)."""

from collections.abc import Iterator
from datetime import datetime

from tools.link.exchange import Exchange, well
from tools.link.lines import Record
from tools.link.records import Hello, Status, Usage
from tools.problems import Failed

EPOCH = datetime(2000, 1, 1)


class Client(Exchange):
    """Every method: Refused (the device says why), Failed (no answer), NoDevice (no port)."""

    def hello(self) -> Hello:
        """Who is there."""
        return Hello.of(self.ask("hello"))

    def status(self) -> Status:
        """Now."""
        self.ask("status")
        for status in self._statuses():
            return status
        raise Failed("status: none came: try again")

    def watch(self, every_ms: int = 100) -> Iterator[Status]:
        """Status lines, 100..5000 ms apart, until the device is silent or you stop iterating."""
        self.ask("watch", every_ms=every_ms)
        yield from self._statuses()
        raise Failed("watch: the device went silent: check the cable")

    def _statuses(self) -> Iterator[Status]:
        for record in self.records():
            if "state" in record:
                yield Status.of(record)

    def stop(self) -> None:
        """End the session with its ramp; a second one ends it at once."""
        self._word("stop")

    def off(self) -> None:
        """0 uA at once, in every state."""
        self._word("off")

    def _word(self, word: str) -> None:
        self.say(word)
        for record in self.answers():
            if record.get("do") == word:
                return
        raise Failed(f"{word}: no answer: press a button of the device")

    def press(self, action: str) -> None:
        """What a button does; never a start."""
        self.ask("press", action=action)

    def start(self) -> str:
        """Ask for a session: what the person has to do on the device."""
        return str(self.ask("start").get("now", ""))

    def settings(self) -> dict[str, int | str]:
        """All settings by name."""
        return dict(self.ask("settings")["settings"])

    def set(self, name: str, value: int | str) -> None:
        """Change one setting."""
        self.ask("set", name=name, value=value)

    def journal(self) -> tuple[list[Record], int]:
        """All records, oldest first, and how many were dropped before them."""
        head = self.ask("journal")
        records = []
        for record in self.answers():
            if "record" in record:
                records.append(record["record"])
            elif record.get("do") == "journal":
                well("journal", record)
                if len(records) != head["count"]:
                    wrong = f"{len(records)} of {head['count']} records came: read it again"
                    raise Failed(f"journal: {wrong}")
                return records, int(head["dropped"])
        raise Failed("journal: its end did not come: read it again")

    def routines(self) -> tuple[list[str], str]:
        """Their names, and the chosen one."""
        answer = self.ask("routines")
        return list(answer["names"]), str(answer["chosen"])

    def set_time(self, now: datetime) -> str:
        """Local time; a note when the device saw a clock that went back."""
        seconds = int((now.replace(tzinfo=None) - EPOCH).total_seconds())
        return str(self.ask("time", seconds=seconds)["note"])

    def usage(self) -> Usage:
        """Of today and of the week."""
        return Usage.of(self.ask("usage"))

    def acknowledge(self) -> None:
        """The contraindications were read."""
        self.ask("acknowledge")

    def microneedling(self) -> None:
        """No session before tomorrow."""
        self.ask("microneedling")
