"""What Hono's command router makes of a command (ProtonBasedMappingAndDelegatingCommandHandler, ProtonBasedCommand)."""
from proton import Data, Described, symbol

BAD_REQUEST = "hono:bad-request"
UNAUTHORIZED = "amqp:unauthorized-access"

# Descriptors of sections (AMQP 1.0, part 3, section 2).
_SECTIONS = {
    0x70: "header",
    0x71: "delivery-annotations",
    0x72: "message-annotations",
    0x73: "properties",
    0x74: "application-properties",
    0x75: "data",
    0x76: "amqp-sequence",
    0x77: "amqp-value",
    0x78: "footer",
}
_HEADER = ("durable", "priority", "ttl", "first-acquirer", "delivery-count")
_PROPERTIES = (
    "message-id",
    "user-id",
    "to",
    "subject",
    "reply-to",
    "correlation-id",
    "content-type",
    "content-encoding",
    "absolute-expiry-time",
    "creation-time",
    "group-id",
    "group-sequence",
    "reply-to-group-id",
)
_BODIES = ("data", "amqp-sequence", "amqp-value")


class Refused(Exception):
    """The command is rejected: the condition and description of the outcome, and what Hono would write into its log."""

    def __init__(self, condition, description, reason=None):
        super().__init__(description)
        self.condition = condition
        self.description = description
        self.reason = reason or description


class Command:
    """A message as it is on the wire: which sections there are, and each value with the type that it has there."""

    def __init__(self, encoded):
        self.sections = []
        self.header = {}
        self.properties = {}
        self.bodies = []
        while encoded:
            data = Data()
            encoded = encoded[data.decode(encoded):]
            data.rewind()
            data.next()
            section = data.get_object()
            name = _SECTIONS[section.descriptor] if isinstance(section, Described) else "no section"
            self.sections.append(name)
            if name == "header":
                self.header = _fields(_HEADER, section.value)
            elif name == "properties":
                self.properties = _fields(_PROPERTIES, section.value)
            elif name in _BODIES:
                self.bodies.append((name, section.value))

    def payload(self):
        """Bytes of the body; none where there is no body, or one of another kind."""
        content = [it.encode("utf-8") if isinstance(it, str) else it for _, it in self.bodies]
        return b"".join(bytes(it) for it in content if isinstance(it, (bytes, memoryview)))

    def device_of(self, tenant):
        """The device that the command is for. Raises Refused where Hono rejects the command."""
        address = self.properties.get("to")
        if not address or address.startswith("/"):
            raise Refused(BAD_REQUEST, "missing or invalid command target address")
        path = _path(address)
        if len(path) < 2 or path[1] != tenant:
            raise Refused(UNAUTHORIZED, "unauthorized to send command to tenant")
        if len(path) < 3 or not path[2]:
            raise Refused(BAD_REQUEST, "invalid command target address")
        faults = list(self._faults(tenant))
        if faults:
            raise Refused(BAD_REQUEST, "malformed command message", ", ".join(faults))
        return path[2]

    def correlation_id(self):
        """correlation-id, or message-id in its place."""
        given = self.properties.get("correlation-id")
        return self.properties.get("message-id") if given is None else given

    def reply_id(self, tenant):
        """What follows the tenant in reply-to; None for a one-way command."""
        reply_to = self.properties.get("reply-to")
        return None if reply_to is None else reply_to[len(f"command_response/{tenant}/"):]

    def request_id(self, tenant, device):
        """The level of the MQTT topic by which the device answers (Commands.encodeRequestIdParameters); else empty."""
        reply_id = self.reply_id(tenant)
        if reply_id is None:
            return ""
        of_device = reply_id.startswith(f"{device}/")
        rest = reply_id[len(device) + 1:] if of_device else reply_id
        correlation = self.correlation_id()
        return f"{int(of_device)}{len(correlation):02x}{correlation}{rest}"

    def _faults(self, tenant):
        if self.properties.get("subject") is None:
            yield "subject not set"
        for section, value in self.bodies:
            if section == "amqp-sequence":
                yield "message has unsupported body section"
            elif section == "amqp-value" and (isinstance(value, symbol) or not isinstance(value, (bytes, memoryview, str))):
                yield "message has amqp-value section body with unsupported value"
        reply_to = self.properties.get("reply-to")
        correlation = self.correlation_id()
        if correlation is None:
            if reply_to is not None:
                yield "neither message-id nor correlation-id is set"
        elif not isinstance(correlation, str):
            yield f"message/correlation-id is not of type string, actual type: {type(correlation).__name__}"
        if reply_to is not None:
            path = _path(reply_to)
            if not path or path[0] != "command_response":
                yield f"reply-to not a command address: {reply_to}"
            elif len(path) < 2 or path[1] != tenant:
                yield f"reply-to not targeted at tenant {tenant}: {reply_to}"
            elif len(path) < 3:
                yield f"reply-to part after tenant not set: {reply_to}"


def _fields(names, values):
    return {name: value for name, value in zip(names, values) if value is not None}


def _path(address):
    """As Java splits: without the empty segments at the end."""
    path = address.split("/")
    while path and not path[-1]:
        path.pop()
    return path
