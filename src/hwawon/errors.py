"""Every error the product raises on purpose.

HwawonError                 500  exit 1
├─ BadInput                 422  exit 2   what was asked cannot be done as asked; found before any work
│  ├─ BadSetting                          an environment variable or a line of the settings file
│  ├─ BadPicture                          not a picture, truncated, or of an unsupported kind
│  ├─ PictureTooLarge       413           more bytes or pixels than allowed
│  ├─ BadBox                              not four integers, empty, or not wholly inside the picture
│  ├─ BadMask                             unreadable, of another size than picture and box
│  │  └─ EmptyMask                        nothing painted inside the box
│  ├─ BadNumber                           strength, count, opacity ... out of range or not a number
│  ├─ UnknownEngine
│  ├─ UnsupportedTask                     the engine cannot do this kind of work
│  └─ NotWritable                         the output folder does not exist or refuses us
├─ NotSignedIn              401
├─ NotAllowed               403
│  ├─ ConsentNeeded                       the visitor has not said yes, or not to a camera
│  ├─ EmotionReadingOff                   this place reads no faces; says why
│  └─ AdultNeeded                         the face looks like a child's, and no adult has said yes
├─ NotFound                 404  exit 2
│  ├─ NoFace                              nobody is seen in the picture
│  └─ NoCode                              no code of a visitor is seen in the picture
├─ Conflict                 409           same idempotency key with another body, or a wrong state
├─ TooManyRequests          429
├─ MissingModel             503           .missing: catalogue ids; names the command that brings them
├─ LookFailed               503  retryable the process that looks at pictures ended or took too long
├─ MissingLibrary         503           an optional library; names the command that brings it
├─ EngineUnavailable      503           its libraries, its weights or its server are not there
├─ FetchFailed              502           a package with a model could not be had
├─ StorageFull              507  exit 1
├─ TookTooLong              504  retryable an attempt at a job ran longer than it may
├─ EngineError              500           .retryable as a rule
│  ├─ OutOfMemory           503  retryable
│  ├─ EngineDied            500  retryable
│  │  └─ DeviceLost                       this process can use the device no more; a new one can
│  └─ BadResult             500           black, shifted beyond repair, of the wrong size
└─ Cancelled                409  exit 130  raised by work that was asked to stop
"""

from collections.abc import Sequence


class HwawonError(Exception):
    """Something went wrong inside Hwawon."""

    status = 500
    exit_code = 1
    retryable = False

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())

    @property
    def code(self) -> str:
        """The class name in snake case: the `code` of the JSON error body."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class BadInput(HwawonError):
    """The request cannot be done as asked."""

    status = 422
    exit_code = 2


class BadSetting(BadInput):
    """A setting has a value that cannot be used."""


class BadPicture(BadInput):
    """The file is not a picture that can be read."""


class PictureTooLarge(BadInput):
    """The picture has more bytes or pixels than allowed."""

    status = 413


class BadBox(BadInput):
    """The box is not a rectangle inside the picture."""


class BadMask(BadInput):
    """The mask cannot be used."""


class EmptyMask(BadMask):
    """The mask is empty: nothing is painted inside the box."""


class BadNumber(BadInput):
    """A number is outside its range."""


class UnknownEngine(BadInput):
    """There is no engine of that name."""


class UnsupportedTask(BadInput):
    """The engine cannot do this kind of work."""


class NotWritable(BadInput):
    """The output folder does not exist or cannot be written."""


class NotSignedIn(HwawonError):
    """Sign in, or send a token."""

    status = 401


class NotAllowed(HwawonError):
    """This account may not do that."""

    status = 403


class ConsentNeeded(NotAllowed):
    """The visitor has not agreed to this."""


class EmotionReadingOff(NotAllowed):
    """Faces are not read here."""


class AdultNeeded(NotAllowed):
    """An adult has to agree first."""


class NotFound(HwawonError):
    """There is no such thing."""

    status = 404
    exit_code = 2


class NoFace(NotFound):
    """No face is seen in the picture."""


class NoCode(NotFound):
    """No code of a visitor is seen in the picture."""


class Conflict(HwawonError):
    """The request does not fit the present state."""

    status = 409


class TooManyRequests(HwawonError):
    """Too many requests; try again later."""

    status = 429
    retryable = True
    retry_after_s = 5


class MissingModel(HwawonError):
    """A model file is missing."""

    status = 503

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        names = " ".join(self.missing)
        super().__init__(f"missing model: {names}. Bring it with: hwawon models install {names}")

    def __reduce__(self) -> tuple[type["MissingModel"], tuple[tuple[str, ...]]]:
        """As it crosses to another process: made from the ids again, not from the message."""
        return type(self), (self.missing,)


class LookFailed(HwawonError):
    """Looking at the picture failed."""

    status = 503
    retryable = True


class MissingLibrary(HwawonError):
    """An optional library is not installed."""

    status = 503


class EngineUnavailable(HwawonError):
    """The engine cannot work now."""

    status = 503


class FetchFailed(HwawonError):
    """A model's package could not be fetched, or is not what the catalogue says."""

    status = 502
    retryable = True


class StorageFull(HwawonError):
    """No space is left on the disk."""

    status = 507


class TookTooLong(HwawonError):
    """The job ran longer than it may."""

    status = 504
    retryable = True


class EngineError(HwawonError):
    """The engine failed while painting."""


class OutOfMemory(EngineError):
    """The engine ran out of memory."""

    status = 503
    retryable = True


class EngineDied(EngineError):
    """The engine ended in the middle of its work."""

    retryable = True


class DeviceLost(EngineDied):
    """The device was lost in the middle of the work."""


class BadResult(EngineError):
    """The engine's result cannot be used."""


class Cancelled(HwawonError):
    """The work was cancelled."""

    status = 409
    exit_code = 130
