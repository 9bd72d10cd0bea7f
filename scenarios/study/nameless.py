"""A year without the names of people, for whoever works on it: no plan depends on them."""

from models.instance import Year


def nameless(year: Year) -> Year:
    """The same year; experts are called by their IDs, contact points by nothing."""
    return year.replace(
        experts=tuple(e.model_copy(update={"name": e.id}) for e in year.experts),
        administrations=tuple(
            a.model_copy(update={"ncp_name": "", "ncp_email": ""}) for a in year.administrations
        ),
    )
