"""Hono's AMQP messaging network for one tenant: dispatch router, command router and protocol adapter in one."""
import base64
import time

from proton import Condition, Delivery, Endpoint, Handler, Message, SSLDomain, Terminus, Transport, int32, symbol

from command import BAD_REQUEST, Command, Refused
from telling import tell, typed, with_types

OUTCOMES = {
    "accepted": Delivery.ACCEPTED,
    "rejected": Delivery.REJECTED,
    "released": Delivery.RELEASED,
    "modified": Delivery.MODIFIED,
}


class Network(Handler):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.tenant = config["tenant"]
        self.subscribed = set()
        # A router has no credit to give for commands before any device of the tenant has subscribed to them.
        self.listening = False
        self.connections = []
        self.command_links = []
        self.consumers = []
        self.deliveries = {}
        self.sent = {}
        self.serial = 0

    # Connections

    def on_reactor_init(self, event):
        domain = None
        if "tls" in self.config:
            domain = SSLDomain(SSLDomain.MODE_SERVER)
            domain.set_credentials(self.config["tls"]["certFile"], self.config["tls"]["keyFile"], None)
            if "caFile" in self.config["tls"]:
                domain.set_trusted_ca_db(self.config["tls"]["caFile"])
                domain.set_peer_authentication(SSLDomain.VERIFY_PEER, self.config["tls"]["caFile"])
        event.container.listen(f"127.0.0.1:{self.config['port']}", domain)
        tell("listening", port=self.config["port"])

    def on_connection_bound(self, event):
        transport = event.transport
        transport.require_auth(True)
        if "maxFrameSize" in self.config:
            transport.max_frame_size = self.config["maxFrameSize"]
        if "channelMax" in self.config:
            transport.channel_max = self.config["channelMax"]
        if "idleTimeout" in self.config:
            transport.idle_timeout = self.config["idleTimeout"]
        if self.config.get("frames"):
            transport.tracer = lambda _, text: tell("frame", text=text[:400])
            transport.trace(Transport.TRACE_FRM)

    def on_connection_remote_open(self, event):
        connection, transport = event.connection, event.transport
        tell(
            "opened",
            user=transport.user,
            mechanism=transport.sasl().mech,
            encrypted=transport.encrypted,
            hostname=connection.remote_hostname,
            container=connection.remote_container,
            maxFrameSize=transport.remote_max_frame_size,
            channelMax=transport.remote_channel_max,
            idleTimeout=transport.remote_idle_timeout,
        )
        connection.container = "Router.Hono"
        connection.open()
        self.connections.append(connection)
        if "denied" in self.config:
            # A router that has as many connections as its policy allows opens and closes at once.
            self.close("amqp:resource-limit-exceeded", self.config["denied"])

    def on_connection_remote_close(self, event):
        tell("goodbye")
        event.connection.close()

    def on_transport_error(self, event):
        condition = event.transport.condition
        tell("failed", condition=condition and condition.name, description=condition and condition.description)

    def on_transport_closed(self, event):
        if event.connection in self.connections:
            self.connections.remove(event.connection)
        self._forget(lambda link: link.connection == event.connection)
        tell("closed")

    def on_session_remote_open(self, event):
        event.session.open()

    def on_session_remote_close(self, event):
        event.session.close()

    # Links

    def on_link_remote_open(self, event):
        link = event.link
        address = (link.remote_source if link.is_sender else link.remote_target).address
        tell(
            "attached",
            role="consumer" if link.is_sender else "producer",
            address=address,
            sndSettleMode=link.remote_snd_settle_mode,
            rcvSettleMode=link.remote_rcv_settle_mode,
        )
        if not self._allowed(link, address):
            # A router attaches without a terminus where it refuses one, and detaches at once.
            (link.source if link.is_sender else link.target).type = Terminus.UNSPECIFIED
            link.open()
            link.condition = Condition("amqp:unauthorized-access", f"access to {address} is not allowed")
            link.close()
            return
        link.source.copy(link.remote_source)
        link.target.copy(link.remote_target)
        if "maxMessageSize" in self.config:
            link.max_message_size = self.config["maxMessageSize"]
        link.open()
        if link.is_sender:
            self.consumers.append(link)
        else:
            self.command_links.append(link)
            if self.listening:
                link.flow(self.config.get("credit", 100))

    def _allowed(self, link, address):
        allowed = (f"event/{self.tenant}", f"telemetry/{self.tenant}") if link.is_sender else (f"command/{self.tenant}",)
        if address in allowed:
            return address not in self.config.get("refused", [])
        prefix = f"command_response/{self.tenant}/"
        return link.is_sender and (address or "").startswith(prefix) and address != prefix

    def on_link_flow(self, event):
        link = event.link
        if link.is_sender:
            tell("flow", address=link.source.address, credit=link.credit)

    def on_link_remote_close(self, event):
        self._detached(event.link, True)

    def on_link_remote_detach(self, event):
        self._detached(event.link, False)

    def _detached(self, link, closed):
        tell("detached", address=(link.source if link.is_sender else link.target).address, closed=closed)
        self._forget(lambda it: it == link)
        link.close()

    def _forget(self, gone):
        self.consumers = [link for link in self.consumers if not gone(link)]
        self.command_links = [link for link in self.command_links if not gone(link)]
        self.deliveries = {key: it for key, it in self.deliveries.items() if not gone(it.link)}

    # Commands in, outcomes of what was sent out

    def on_delivery(self, event):
        delivery = event.delivery
        if delivery.link.is_sender:
            self._told_outcome(delivery)
        elif delivery.readable and not delivery.partial:
            self._take(delivery)

    def _told_outcome(self, delivery):
        number = self.sent.get(delivery.tag)
        if number is None or not delivery.updated:
            return
        tell("outcome", message=number, state=str(delivery.remote_state).lower(), settled=delivery.settled)
        if delivery.settled:
            delivery.settle()
            del self.sent[delivery.tag]

    def _take(self, delivery):
        link = delivery.link
        command = Command(link.recv(delivery.pending))
        link.advance()
        self.serial += 1
        facts = {
            "command": self.serial,
            "settled": delivery.settled,
            "sections": command.sections,
            "header": with_types(command.header),
            "properties": with_types(command.properties),
            "body": typed(command.payload())["value"],
        }
        try:
            device = command.device_of(self.tenant)
            if device not in self.config.get("devices", [device]):
                raise Refused(BAD_REQUEST, "device is disabled or not registered")
        except Refused as refused:
            tell("refused", **facts, reason=refused.reason)
            self._settle(delivery, "rejected", refused.condition, refused.description)
            return
        if device not in self.subscribed:
            tell("undelivered", **facts, device=device)
            self._settle(delivery, "released")
            return
        self.deliveries[self.serial] = delivery
        tell("command", **facts, device=device, request=command.request_id(self.tenant, device))

    def _settle(self, delivery, outcome, condition=None, description=None, failed=False, undeliverable=False):
        if condition:
            delivery.local.condition = Condition(condition, description)
        delivery.local.failed = failed
        delivery.local.undeliverable = undeliverable
        delivery.update(OUTCOMES[outcome])
        delivery.settle()
        delivery.link.flow(1)

    # What it is told to do

    def subscribe(self, device):
        """The device subscribes to its commands: the first one of the tenant brings credit."""
        self.subscribed.add(device)
        if not self.listening:
            self.listening = True
            for link in self.command_links:
                link.flow(self.config.get("credit", 100))
        self.event(0, device, ttd=-1, contentType="application/vnd.eclipse-hono-empty-notification")

    def unsubscribe(self, device):
        self.subscribed.discard(device)
        tell("unsubscribed", device=device)
        self.event(0, device, ttd=0, contentType="application/vnd.eclipse-hono-empty-notification")

    def settle(self, command, outcome, **how):
        delivery = self.deliveries.pop(command, None)
        if delivery is not None:
            self._settle(delivery, outcome, **how)

    def respond(self, message, to, correlation, device, status=None, contentType=None, body=None):
        """A command's answer (ProtonBasedCommandResponseSender), sent to one of those who listen at the address."""
        properties = {"tenant_id": self.tenant, "device_id": device}
        if status is not None:
            properties["status"] = int32(status)
        self._send(message, to, to, properties, contentType, body, correlation)

    def event(self, message, device, body=None, contentType=None, ttd=None, endpoint="event", address="e"):
        properties = {"device_id": device, "orig_adapter": "hono-mqtt", "orig_address": address}
        if ttd is not None:
            properties["ttd"] = int32(ttd)
        target = f"{endpoint}/{self.tenant}"
        self._send(message, target, target, properties, contentType, body, durable=endpoint == "event")

    def _send(self, number, consumed, to, properties, content_type, body, correlation=None, durable=False):
        link = next((it for it in self.consumers if it.source.address == consumed), None)
        if link is None:
            tell("unconsumed", message=number, address=consumed)
            return
        # Several consumers of an address take turns.
        self.consumers.remove(link)
        self.consumers.append(link)
        message = Message(address=to, properties=properties, durable=durable, creation_time=time.time())
        message.annotations = {symbol("tenant_id"): self.tenant, symbol("resource"): to}
        if body is not None:
            message.inferred = True
            message.body = base64.b64decode(body)
            message.content_type = content_type or "application/octet-stream"
        elif content_type:
            message.content_type = content_type
        if correlation is not None:
            message.correlation_id = correlation
        self.serial += 1
        delivery = link.send(message, tag=str(self.serial))
        self.sent[delivery.tag] = number

    def detach(self, address, closed=True, condition=None, description=None):
        """Ends a link; one that is not closed might be attached again, as when a router has lost a link that it routed."""
        for link in [*self.command_links, *self.consumers]:
            if (link.source if link.is_sender else link.target).address == address:
                if condition:
                    link.condition = Condition(condition, description)
                (link.close if closed else link.detach)()
                self._forget(lambda it, link=link: it == link)

    def end(self, condition=None, description=None):
        """Ends the session of every connection, with all its links."""
        for connection in self.connections:
            session = connection.session_head(Endpoint.LOCAL_ACTIVE)
            if condition:
                session.condition = Condition(condition, description)
            session.close()
        self._forget(lambda it: True)

    def close(self, condition=None, description=None):
        """Ends every connection in good order."""
        for connection in self.connections:
            if condition:
                connection.condition = Condition(condition, description)
            connection.close()
