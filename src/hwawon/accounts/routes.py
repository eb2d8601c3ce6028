"""Signing in and out, and the keys of scripts and devices."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse

from hwawon.accounts import link, sessions, tokens
from hwawon.accounts.guard import COOKIE, Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.accounts.tokens import Token
from hwawon.config import Settings
from hwawon.storage.database import Database
from hwawon.validation import FrozenModel


class TokenWanted(FrozenModel):
    """A key to be made."""

    role: str
    name: str = ""


class MeOut(BaseModel):
    """Who is calling."""

    name: str
    role: Role
    via: str  # session, token or admin_token
    owner: str  # what the caller's jobs and pictures are signed with


def router(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of this room."""
    routes = APIRouter(tags=["accounts"])
    routes.include_router(_signing_in(database, guard, settings))
    routes.include_router(_keys(database, guard))
    return routes


def _signing_in(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter()
    lifetime = timedelta(hours=settings.session_hours)
    home = f"{settings.base_path}/"

    @routes.get("/auth/link", include_in_schema=False)
    def follow_link(request: Request, token: str) -> Response:
        """Use a one-time link: signs the browser in and goes to the start page."""
        with database.write() as tx:
            secret = link.follow(tx, token, lifetime)
        answer = RedirectResponse(home, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        secure = request.url.scheme == "https"
        age_s = int(lifetime.total_seconds())
        answer.set_cookie(COOKIE, secret, age_s, path=home, secure=secure, httponly=True, samesite="lax")
        return answer

    @routes.post("/api/sessions/end", status_code=204)
    def sign_out(request: Request) -> Response:
        """End this browser's session."""
        secret = request.cookies.get(COOKIE)
        if secret is not None:
            with database.write() as tx:
                sessions.close_session(tx, secret)
            guard.forget()
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, path=home, httponly=True, samesite="lax")
        return answer

    @routes.get("/api/me")
    def who_am_i(who: Annotated[Identity, Depends(guard.identify)]) -> MeOut:
        """The caller's name, role and sign, and how it proved them: `session`, `token` or `admin_token`."""
        return MeOut(name=who.name, role=who.role, via=who.via, owner=who.owner)

    return routes


def _keys(database: Database, guard: Guard) -> APIRouter:
    routes = APIRouter(prefix="/api/tokens", dependencies=[Depends(guard.needs(Role.ADMIN))])

    @routes.get("")
    def list_tokens() -> dict[str, Any]:
        """All tokens, without their keys; revoked ones too."""
        with database.read() as tx:
            return {"items": [_token_json(token) for token in tokens.list_all(tx)]}

    @routes.post("", status_code=201)
    def create_token(wanted: TokenWanted) -> dict[str, str]:
        """A new token; its key is shown in this answer and never again."""
        with database.write() as tx:
            key = tokens.create(tx, wanted.role, wanted.name)
        return {"token": key, "role": wanted.role, "name": wanted.name}

    @routes.delete("/{id}", status_code=204)
    def revoke_token(id: str) -> None:
        """Make a token useless from now on."""
        with database.write() as tx:
            tokens.revoke(tx, id)
        guard.forget()

    return routes


def _token_json(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "role": token.role,
        "name": token.name,
        "created_at": token.created_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }
