"""SASL for a Proton that listens.

Debian builds Proton without Cyrus SASL, and then a listener has ANONYMOUS and EXTERNAL only. Proton lets a program
bring mechanisms of its own (proton/sasl_plugin.h, exported by the library); this brings PLAIN (RFC 4616). Proton
itself reads and writes every frame of the handshake.
"""
import ctypes

import _cproton

# enum pnx_sasl_state
_POSTED_MECHANISMS = 2
_POSTED_OUTCOME = 7


class _Bytes(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("start", ctypes.POINTER(ctypes.c_char))]


_transport = ctypes.c_void_p
_in = ctypes.POINTER(_Bytes)
_out = ctypes.POINTER(_Bytes)
_FREE = ctypes.CFUNCTYPE(None, _transport)
_LIST = ctypes.CFUNCTYPE(ctypes.c_void_p, _transport)
_DECIDE = ctypes.CFUNCTYPE(ctypes.c_bool, _transport)
_INIT = ctypes.CFUNCTYPE(None, _transport, ctypes.c_char_p, _in)
_READ = ctypes.CFUNCTYPE(None, _transport, _in)
_CHOOSE = ctypes.CFUNCTYPE(ctypes.c_bool, _transport, ctypes.c_char_p)
_SIZE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, _transport)
_CODE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, _transport, _Bytes, _out)


class _Implementation(ctypes.Structure):
    _fields_ = [
        ("free", _FREE),
        ("list_mechanisms", _LIST),
        ("init_server", _DECIDE),
        ("init_client", _DECIDE),
        ("prepare_write", _FREE),
        ("process_init", _INIT),
        ("process_response", _READ),
        ("process_mechanisms", _CHOOSE),
        ("process_challenge", _READ),
        ("process_outcome", _READ),
        ("can_encrypt", _DECIDE),
        ("max_encrypt_size", _SIZE),
        ("encode", _CODE),
        ("decode", _CODE),
    ]


class Passwords:
    """Lets in, of the mechanisms that are offered: by PLAIN who knows a password of `users`, by EXTERNAL who shows a
    certificate over TLS, by ANONYMOUS anybody.
    """

    def __init__(self, users, mechanisms):
        self._users = users
        # Proton keeps pointers to names and to everything else that it is given, no copies.
        self._names = {name: ctypes.create_string_buffer(name.encode("utf-8")) for name in ["anonymous", *users]}
        self._mechanisms = ctypes.create_string_buffer(mechanisms.encode("ascii"))
        # By way of the binding: the very library that it has loaded. PyDLL: calls keep the interpreter's lock, as its own do.
        library = ctypes.PyDLL(_cproton.__file__)
        self._set_state = library.pnx_sasl_set_desired_state
        self._set_state.argtypes = [_transport, ctypes.c_int]
        self._succeeded = library.pnx_sasl_set_succeeded
        self._succeeded.argtypes = [_transport, ctypes.c_void_p, ctypes.c_void_p]
        self._certified = library.pnx_sasl_get_external_username
        self._certified.argtypes = [_transport]
        self._certified.restype = ctypes.c_void_p
        self._failed = library.pnx_sasl_set_failed
        self._failed.argtypes = [_transport]
        self._implementation = _Implementation(
            _FREE(lambda transport: None),
            _LIST(lambda transport: ctypes.addressof(self._mechanisms)),
            _DECIDE(self._begin),
            _DECIDE(lambda transport: False),
            _FREE(lambda transport: None),
            _INIT(self._judge),
            _READ(lambda transport, received: None),
            _CHOOSE(lambda transport, mechanisms: False),
            _READ(lambda transport, received: None),
            _READ(lambda transport, received: None),
            _DECIDE(lambda transport: False),
            _SIZE(lambda transport: 0),
            _CODE(lambda transport, given, made: 0),
            _CODE(lambda transport, given, made: 0),
        )
        library.pnx_sasl_set_default_implementation.argtypes = [ctypes.POINTER(_Implementation)]
        library.pnx_sasl_set_default_implementation(ctypes.byref(self._implementation))

    def _begin(self, transport):
        self._set_state(transport, _POSTED_MECHANISMS)
        return True

    def _judge(self, transport, mechanism, received):
        initial = ctypes.string_at(received.contents.start, received.contents.size) if received else b""
        name = self._certified(transport) if mechanism == b"EXTERNAL" else self._name(mechanism, initial)
        if name is None:
            self._failed(transport)
        else:
            self._succeeded(transport, name, name)
        self._set_state(transport, _POSTED_OUTCOME)

    def _name(self, mechanism, initial):
        if mechanism == b"ANONYMOUS":
            return ctypes.addressof(self._names["anonymous"])
        parts = initial.split(b"\0")
        if mechanism != b"PLAIN" or len(parts) != 3:
            return None
        _, user, password = (part.decode("utf-8", "replace") for part in parts)
        return ctypes.addressof(self._names[user]) if self._users.get(user) == password else None
