"""A few words for XML: read, look up by namespace, add, write back with every prefix as it was.

`xml.dom.minidom` keeps prefixes and namespace declarations, which workbook parts need: their
``mc:Ignorable`` attribute names prefixes, and a file that lost them counts as damaged in Excel.
"""

from collections.abc import Sequence
from xml.dom import minidom
from xml.dom.minidom import Document, Element

__all__ = ["Element", "append", "child", "children", "ensure", "new", "parse", "serialise"]


def parse(content: bytes) -> Element:
    """The root element of an XML part."""
    root = minidom.parseString(content).documentElement
    assert root is not None
    return root


def serialise(root: Element) -> bytes:
    """The part that a root element stands for."""
    return document(root).toxml(encoding="UTF-8", standalone=True)


def new(name: str, namespace: str) -> Element:
    """A new part's root element, in its default namespace."""
    made = minidom.getDOMImplementation().createDocument(namespace, name, None)
    root = made.documentElement
    assert root is not None
    root.setAttribute("xmlns", namespace)
    return root


def document(element: Element) -> Document:
    """The document that an element belongs to."""
    owner = element.ownerDocument
    assert isinstance(owner, Document)
    return owner


def children(parent: Element, name: str, namespace: str | None = None) -> list[Element]:
    """The child elements of a name, in the parent's namespace unless another is given."""
    wanted = namespace or parent.namespaceURI
    return [
        node
        for node in parent.childNodes
        if isinstance(node, Element) and node.localName == name and node.namespaceURI == wanted
    ]


def child(parent: Element, name: str) -> Element | None:
    """The first child element of a name, None where there is none."""
    return next(iter(children(parent, name)), None)


def append(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    """A new last child in the parent's namespace, under the parent's prefix."""
    made = _make(parent, name, attributes or {})
    parent.appendChild(made)
    return made


def ensure(parent: Element, name: str, order: Sequence[str]) -> Element:
    """The child of a name; a missing one is made where the schema's `order` wants it."""
    found = child(parent, name)
    if found is not None:
        return found
    later = set(order[order.index(name) + 1 :])
    made = _make(parent, name, {})
    after = next((n for n in parent.childNodes if getattr(n, "localName", None) in later), None)
    parent.insertBefore(made, after)
    return made


def _make(parent: Element, name: str, attributes: dict[str, str]) -> Element:
    qualified = f"{parent.prefix}:{name}" if parent.prefix else name
    made = document(parent).createElementNS(parent.namespaceURI, qualified)
    for key, value in attributes.items():
        made.setAttribute(key, value)
    return made
