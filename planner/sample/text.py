"""Long lists of short words, written as one writes them."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text that is split at white space."""
    return tuple(text.split())
