"""Words that people write in cells in place of those that the columns ask for."""

from collections.abc import Mapping
from types import MappingProxyType

from planner.domain.spelling import fold

YES = frozenset(
    (
        *("yes", "y", "true", "oui", "sí", "si", "sim", "ja", "да", "نعم", "✓", "✔", "☑", "✅"),
        *("ok", "xx", "vrai", "verdadero", "verdadeiro", "wahr"),
    )
)
NO = frozenset(
    (
        *("no", "n", "false", "non", "não", "nao", "nein", "nee", "нет", "لا", "✗", "✘", "☐"),
        *("❌", "faux", "falso", "falsch"),
    )
)
# Words that take an answer back, or make it depend on something.
CONDITIONS = frozenset(
    fold(word)
    for word in (
        *("if", "unless", "except", "but", "not", "pending", "subject", "condition", "provided"),
        *(
            "maybe",
            "perhaps",
            "probably",
            "likely",
            "principle",
            "unclear",
            "expired",
            "lapsed",
            "suspended",
            "revoked",
            "expiré",
            "expirée",
            "suspendu",
            "suspendue",
            "vencido",
            "confirm",
            "confirmed",
            "or",
        ),
        *("si", "sauf", "mais", "peut", "salvo", "pero", "quizás", "talvez", "mas", "exceto"),
    )
)

# What a cell says that need not be filled in, and is as good as blank.
BLANK_WORDS = frozenset(
    (
        *("-", "--", "–", "—", "/", ".", "?", "n/a", "n.a.", "n.a", "none", "nil", "tbd", "tbc"),
        *("tba", "not applicable", "to be confirmed", "to be determined", "aucun", "néant"),
        *("ninguno", "nenhum", "нет данных", "to be decided", "unknown", "open"),
        *("until further notice", "ongoing", "no end date", "open-ended", "jusqu'à nouvel ordre"),
    )
)
# In a list whose blank stands for all.
ANY_WORDS = frozenset(
    (
        *("all", "any", "every", "everything", "all regions", "all members", "all countries"),
        *("any language", "all funds", "any fund", "tous", "toutes", "todos", "todas", "все"),
        *("no restriction", "no limit", "worldwide", "global", "unrestricted", "*"),
        *("unlimited", "no maximum", "sans limite", "illimité", "sin límite", "ilimitado"),
    )
)

_CHOICES = {
    "cancelled": (
        *("annulé", "annulée", "cancelado", "cancelada", "called off", "off", "dropped"),
        *("отменено", "deleted", "cancel", "withdrawn by host"),
    ),
    "planned": ("prévu", "prévue", "planifié", "planificado", "planejado", "plan", "to do", "new"),
    "postponed": ("reporté", "reportée", "aplazado", "adiado", "deferred", "delayed", "on hold"),
    "active": ("actif", "active", "activo", "ativo", "available", "yes", "current"),
    "left": (
        *("gone", "retired", "parti", "partie", "inactive", "no longer available", "resigned"),
        *("no longer", "not any more", "no", "non", "não", "нет", "لا", "transferred", "moved"),
        *("retraité", "retraitée", "à la retraite", "en retraite", "muté", "mutée", "démission"),
        *("jubilado", "jubilada", "ya no", "no trabaja aquí", "trasladado", "trasladada"),
        *("aposentado", "aposentada", "reformado", "на пенсии", "уволен", "متقاعد"),
    ),
    "confirmed": ("confirmé", "confirmée", "confirmado", "confirm", "signed", "secured"),
    "pending": (
        "en attente",
        "pendiente",
        "pendente",
        "to be confirmed",
        "tbc",
        "awaited",
        "pledged",
        "promised",
    ),
    "cleared": ("ok", "clear", "clearance given", "no objection", "accordé"),
    "refused": ("rejected", "denied", "no", "refusé", "not approved", "objection"),
    "approved": ("ok", "agreed", "yes", "approuvé", "aprobado", "accepted"),
    "proposed": ("proposé", "propuesto", "proposto", "proposal", "suggested"),
    "contacted": ("contacté", "contactado", "approached", "asked", "informally contacted"),
    "available": ("disponible", "disponível", "free"),
    "invited": ("invité", "invitado", "convidado", "letter sent", "formally invited", "invitation"),
    "completed": ("terminé", "completado", "concluído", "done", "finished", "complete", "over"),
    "declined": ("décliné", "refusé", "refused", "rejected", "rechazado", "recusado", "no"),
    "withdrawn": ("retiré", "retirado", "called off", "cancelled", "canceled", "annulé"),
    "preaccredited": (
        *("pré-accrédité", "preacreditado", "candidate", "pre accredited", "pre-acc"),
        *("pre-accreditation", "preaccreditation", "provisional", "pre-accredited expert"),
    ),
    "accredited": (
        "accrédité",
        "acreditado",
        "credenciado",
        "certified",
        "full accreditation",
        "accredited expert",
    ),
    "recognised": ("reconnu", "reconocido", "reconhecido", "recognition", "recognised expert"),
    "external": ("externe", "externo", "consultant", "external expert", "external consultant"),
    "expert": ("person", "experto", "perito", "individual"),
    "administration": ("admin", "customs administration", "sending administration"),
    "host": ("beneficiary", "host country", "receiving country"),
    "passed": ("pass", "successful", "réussi", "aprobado"),
    "failed": ("fail", "unsuccessful", "échoué"),
    "notyet": ("open", "pending", "to be decided", "tbd"),
    "dayfirst": ("dmy", "dd/mm/yyyy", "d/m/y", "day month year", "european"),
    "monthfirst": ("mdy", "mm/dd/yyyy", "m/d/y", "month day year", "american", "us"),
}


def _words() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for choice, words in _CHOICES.items():
        for word in words:
            table.setdefault(fold(word), []).append(choice)
    return {word: tuple(choices) for word, choices in table.items()}


# The folded choices that a folded word may stand for; a column has some of them.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(_words())

# Words of an administration's name that are no part of its country's.
OFFICE = frozenset(
    fold(word)
    for word in (
        *("customs", "administration", "revenue", "authority", "service", "services", "general"),
        *("directorate", "department", "national", "board", "office", "agency", "tax", "border"),
        *("protection", "excise", "duties", "ministry", "finance", "wco", "member"),
        *("douane", "douanes", "direction", "générale", "des", "aduana", "aduanas", "alfândega"),
        *("of", "de", "and", "the", "et", "for", "in", "y", "du", "del", "do", "da"),
    )
)
