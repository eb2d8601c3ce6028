"""Write our statement into an XMP packet and read it back, leaving the user's own statements as they are.

The packet is changed as text, in one place, because a parse and a new print would rename every prefix. Everything is
parsed once more before it is used, and a packet with a DOCTYPE is never parsed. Source: XMP specification part 1
(ISO 16684-1), and the IPTC digital source type vocabulary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

HWAWON = "urn:hwawon:xmp:1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_PROPERTIES = ("box", "areaShare", "model", "request")
_HOLLOW = re.compile(r"<rdf:Description[^>]*\bxmlns:hwawon=[^>]*>\s*</rdf:Description>\s*")
_RDF_END = re.compile(r"</(?:[\w.-]+:)?RDF\s*>")
_EMPTY_RDF = re.compile(r"<((?:[\w.-]+:)?RDF)\b([^>]*)/>")
_NEW = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f'<rdf:RDF xmlns:rdf="{_RDF}">\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
)
# XML 1.0 has no way to say these characters, not even as references.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BrokenXmp(ValueError):
    """The packet is not well-formed XMP."""


@dataclass(frozen=True)
class Statement:
    """What we say about a picture; `source_type` is a term of the IPTC vocabulary such as `compositeSynthetic`."""

    source_type: str | None = None
    box: str | None = None
    area_share: str | None = None
    model: str | None = None
    request: str | None = None


def stated(packet: bytes | None, statement: Statement) -> bytes:
    """The packet with our statement in place of any earlier one of ours; None starts a new packet.

    Raises:
        BrokenXmp: the packet cannot be parsed.
    """
    text = _checked_text(packet) if packet else _NEW
    text = _EMPTY_RDF.sub(r"<\1\2></\1>", _without_earlier(text))
    ends = list(_RDF_END.finditer(text))
    if not ends:
        raise BrokenXmp("the packet has no rdf:RDF element")
    end = ends[-1].start()
    merged = (text[:end] + _description(statement) + text[end:]).encode()
    _parsed(merged)
    return merged


def read_statement(packet: bytes) -> Statement:
    """Our statement, fields None where the packet does not say them.

    Raises:
        BrokenXmp: the packet cannot be parsed.
    """
    found: dict[str, str] = {}
    for node in _parsed(packet).iter(f"{{{_RDF}}}Description"):
        properties = dict(node.attrib) | {child.tag: _said(child) for child in node}
        found |= {
            name: value for name, value in properties.items() if name.startswith((f"{{{HWAWON}}}", f"{{{IPTC}}}"))
        }
    source = found.get(f"{{{IPTC}}}DigitalSourceType")
    return Statement(
        source_type=source.rsplit("/", 1)[-1] if source else None,
        box=found.get(f"{{{HWAWON}}}box"),
        area_share=found.get(f"{{{HWAWON}}}areaShare"),
        model=found.get(f"{{{HWAWON}}}model"),
        request=found.get(f"{{{HWAWON}}}request"),
    )


def upright(packet: bytes) -> bytes:
    """The packet with any `tiff:Orientation` set to 1, for pixels that were turned upright.

    Raises:
        BrokenXmp: the packet cannot be parsed.
    """
    text = _checked_text(packet)
    prefix = _prefix(text, _TIFF)
    if prefix is None or f"{prefix}:Orientation" not in text:
        return packet
    name = re.escape(f"{prefix}:Orientation")
    text = re.sub(rf"""(\s{name}\s*=\s*["'])\s*\d+""", r"\g<1>1", text)
    return re.sub(rf"(<{name}[^>]*>)\s*\d+", r"\g<1>1", text).encode()


def _checked_text(packet: bytes) -> str:
    _parsed(packet)
    return packet.decode("utf-8")


def _parsed(packet: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        raise BrokenXmp("the packet has a DOCTYPE, which XMP does not allow")
    try:
        packet.decode("utf-8")
        return ElementTree.fromstring(packet.strip(b"\0 \r\n\t"))
    except (ElementTree.ParseError, UnicodeDecodeError, LookupError, ValueError) as error:
        raise BrokenXmp(f"the packet is not well-formed: {error}") from None


def _prefix(text: str, namespace: str) -> str | None:
    found = re.search(rf"""xmlns:([\w.-]+)\s*=\s*["']{re.escape(namespace)}["']""", text)
    return found.group(1) if found else None


def _without_earlier(text: str) -> str:
    """Without our own earlier values, wherever another program moved them, and without the former source type.

    A picture has one source type; an earlier one, such as `digitalCapture`, no longer holds.
    """
    text = _without(text, IPTC, ("DigitalSourceType",))
    return _HOLLOW.sub("", _without(text, HWAWON, _PROPERTIES))


def _without(text: str, namespace: str, names: Sequence[str]) -> str:
    prefix = _prefix(text, namespace)
    if prefix is None:
        return text
    name = rf"{re.escape(prefix)}:(?:{'|'.join(names)})"
    text = re.sub(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", text)
    return re.sub(rf"<({name})\b(?:[^>]*/>|[^>]*>[^<]*</\1\s*>)\s*", "", text)


def _description(statement: Statement) -> str:
    source = SOURCE_TYPES + statement.source_type if statement.source_type else None
    said = {
        "Iptc4xmpExt:DigitalSourceType": source,
        "hwawon:box": statement.box,
        "hwawon:areaShare": statement.area_share,
        "hwawon:model": statement.model,
        "hwawon:request": statement.request,
    }
    lines = [f"  <{name}>{escape(_sayable(value))}</{name}>\n" for name, value in said.items() if value is not None]
    head = f'<rdf:Description xmlns:rdf="{_RDF}" rdf:about="" xmlns:hwawon="{HWAWON}" xmlns:Iptc4xmpExt="{IPTC}">\n'
    return head + "".join(lines) + "</rdf:Description>\n"


def _sayable(value: str) -> str:
    return _UNSAYABLE.sub("\ufffd", value).replace("\r", "\n")


def _said(node: ElementTree.Element) -> str:
    resource = node.attrib.get(f"{{{_RDF}}}resource")
    return resource if resource is not None else node.text or ""
