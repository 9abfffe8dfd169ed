"""Values as cells of a CSV file that a spreadsheet will open."""


def cell(value: object) -> object:
    """A flag as 0 or 1; a text so that it never begins as a formula."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return "'" + value
    return value
