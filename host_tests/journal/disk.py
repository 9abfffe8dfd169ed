"""The lines of files, as a store of the firmware's port gives them."""

from collections.abc import Iterator


class Lines:
    """`read` is whoever inherits this: a file's bytes, none of one that is not there."""

    def read(self, name: str) -> bytes:
        raise NotImplementedError

    def piece(self, name: str, at: int, most_bytes: int) -> bytes:
        rest = self.read(name)[at:]
        return rest[: min(most_bytes, rest.find(b"\n") + 1 or len(rest))]

    def pieces(self, name: str, most_bytes: int) -> Iterator[bytes]:
        at = 0
        while piece := self.piece(name, at, most_bytes):
            at += len(piece)
            yield piece
