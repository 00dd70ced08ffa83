"""Hono's AMQP messaging network, played by Apache Qpid Proton: it shares no code with the AMQP library of the product.

The first line of the standard input is the configuration, each further one an order: JSON both. What happens is told on the
standard output. The program ends with its standard input.
"""
import json
import os
import sys
import threading

from proton import Handler
from proton.reactor import ApplicationEvent, Container, EventInjector

from network import Network
from sasl import Passwords

ORDERS = {
    "subscribe": Network.subscribe,
    "unsubscribe": Network.unsubscribe,
    "settle": Network.settle,
    "respond": Network.respond,
    "event": Network.event,
    "detach": Network.detach,
    "end": Network.end,
    "close": Network.close,
}


class Orders(Handler):
    """Lets the network do what another thread has read."""

    def __init__(self, network, injector):
        super().__init__()
        self.network = network
        self.injector = injector

    def on_reactor_init(self, event):
        event.container.selectable(self.injector)

    def on_order(self, event):
        order = event.subject
        if order is None:
            # Connections are cut, as when a router is killed.
            os._exit(0)
        ORDERS[order.pop("do")](self.network, **order)


def read_orders(injector):
    for line in sys.stdin:
        injector.trigger(ApplicationEvent("order", subject=json.loads(line)))
    injector.trigger(ApplicationEvent("order", subject=None))


def main():
    config = json.loads(sys.stdin.readline())
    # Kept until the end: Proton has pointers into it.
    passwords = Passwords(config.get("users", {}), config["mechanisms"])
    network, injector = Network(config), EventInjector()
    threading.Thread(target=read_orders, args=[injector], daemon=True).start()
    Container(network, Orders(network, injector)).run()
    del passwords


main()
