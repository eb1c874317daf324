"""A language model behind an OpenAI-compatible endpoint, asked through the address guard like everything."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import httpx
from pydantic import BaseModel, Field, ValidationError

from xborder.fetch.body import read_body
from xborder.fetch.client import Client, trusted_authorities
from xborder.fetch.failure import LIBRARY_ERRORS, AttemptError, from_library
from xborder.fetch.guard import AddressGuard, Resolver
from xborder.fetch.limits import FetchLimits
from xborder.fetch.visit import parse_address
from xborder.model import Health, Text
from xborder.texts import same

_LARGEST = 200_000  # bytes; an answer that keeps to the form has about 3,000


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class HttpAdviser:
    """ports.Adviser. The key goes into one header, and nowhere else."""

    def __init__(
        self,
        url: str,
        *,
        model: str,
        limits: FetchLimits,
        api_key: str = "",
        seconds: float = 60.0,
        max_chars: int = 200_000,
        allowed_networks: Iterable[str] = (),
        resolve: Resolver | None = None,
        ca_file: Path | None = None,
        proxy: str | None = None,
    ) -> None:
        self.model, self.seconds, self.max_chars = model, seconds, max_chars
        self._url, self._proxy = url.rstrip("/") + "/chat/completions", proxy
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        self._headers |= {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._limits = replace(limits, connect_seconds=seconds, read_seconds=seconds, max_body_bytes=_LARGEST)
        self._guard = AddressGuard(allowed_networks=allowed_networks, resolve=resolve)
        self._authorities = trusted_authorities(ca_file)

    async def advise(self, instructions: str, text: str, *, seconds: float) -> str:
        """What the model answers. Raises FetchError; takes no longer than `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                status, answer = await self._post(parse_address(self._url), self._body(instructions, text))
            if status != 200:
                raise _unusable(same(f"HTTP {status}"))
            return _Completion.model_validate_json(answer).choices[0].message.content
        except AttemptError:
            raise
        except ValidationError as error:
            raise _unusable(_NO_COMPLETION) from error
        except LIBRARY_ERRORS as error:
            raise from_library(error) from error

    def _body(self, instructions: str, text: str) -> bytes:
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": text}]
        asked = {"model": self.model, "messages": messages, "response_format": {"type": "json_object"}}
        return json.dumps(asked).encode()

    async def _post(self, url: httpx.URL, body: bytes) -> tuple[int, bytes]:
        async with Client(
            self._guard, self._limits, authorities=self._authorities, proxy=self._proxy
        ) as client:
            response = await client.send(url, headers=self._headers, content=body)
            try:
                return response.status_code, await read_body(response, self._limits)
            finally:
                await response.aclose()


_NO_COMPLETION = Text(
    ja="応答が chat completion の形式ではありません", en="the answer of the endpoint is no chat completion"
)


def _unusable(why: Text) -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=why,
        fix=Text(
            ja="設定の [second_opinion] にある url、model、api_key を確かめてください。",
            en="Check url, model and api_key of [second_opinion] in the settings.",
        ),
    )
