"""What is seen, told on the standard output: one JSON object a line."""
import base64
import json


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}, default=typed), flush=True)


def typed(value):
    """What JSON cannot hold, with its type on the wire."""
    if isinstance(value, (bytes, memoryview)):
        return {"type": "binary", "value": base64.b64encode(value).decode("ascii")}
    return {"type": type(value).__name__, "value": str(value)}


def with_types(values):
    return {name: {"type": type(it).__name__, "value": it} for name, it in values.items()}
