"""How calls and answers look on the wire: exact msgspec decoding, and every trouble as a coded RFC 9457 problem."""

from collections.abc import Generator
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.exceptions import HTTPException
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from sync.protocol.messages import ProblemAnswer
from sync.protocol.problems import ANSWERS, Problem, ProtocolProblem
from sync.server.decoding import decoded

T = TypeVar("T")
PROBLEM_TYPE = "application/problem+json"
BY_STATUS = {
    404: Problem.NOT_FOUND,
    405: Problem.METHOD_NOT_ALLOWED,
    413: Problem.TOO_LARGE,
    415: Problem.UNSUPPORTED_ENCODING,
}


class Exact(AbstractDTO[T]):
    """Decodes a body straight into its protocol struct: strict types, bounds, and `Raw` bytes as they came."""

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003
        return False

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:  # noqa: ARG003
        yield from ()

    @classmethod
    def create_for_field_definition(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,
        backend_cls: Any = None,
    ) -> None:
        """There is nothing to prepare: msgspec knows the struct."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,  # noqa: ARG003
        schema_creator: Any,
    ) -> Reference | Schema:
        schema: Reference | Schema = schema_creator.for_field_definition(field_definition)
        return schema

    def decode_bytes(self, value: bytes) -> Any:
        return decoded(value, self.model_type)


def bearer(authorization: str) -> str:
    """The token of an Authorization header. Raises ProtocolProblem(NO_TOKEN)."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise ProtocolProblem(Problem.NO_TOKEN)
    return token.strip()


def problem_of(trouble: BaseException) -> ProtocolProblem:
    """`trouble` as a coded problem; what nobody foresaw is INTERNAL."""
    if isinstance(trouble, ProtocolProblem):
        return trouble
    if isinstance(trouble, HTTPException) and trouble.status_code < 500:
        return ProtocolProblem(BY_STATUS.get(trouble.status_code, Problem.MALFORMED), trouble.detail[:200])
    return ProtocolProblem(Problem.INTERNAL)


def problem_answer(trouble: ProtocolProblem) -> ProblemAnswer:
    """`trouble` as the struct that travels."""
    answer = ANSWERS[trouble.code]
    return ProblemAnswer(
        code=trouble.code.value,
        title=trouble.code.value.replace("_", " "),
        status=trouble.status,
        retryable=answer.action.value in ("retry", "reauthenticate", "resend", "split"),
        action=answer.action.value,
        detail=trouble.detail,
        seq=trouble.seq,
    )


def problem_body(trouble: ProtocolProblem) -> bytes:
    return msgspec.json.encode(problem_answer(trouble))


def problem_headers(trouble: ProtocolProblem) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if trouble.retry_after_s is not None:
        headers["Retry-After"] = str(max(1, round(trouble.retry_after_s)))
    if trouble.code is Problem.WRONG_OFFSET and trouble.seq is not None:
        headers["Upload-Offset"] = str(trouble.seq)
    if trouble.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def answer_problem(request: Request[Any, Any, Any], trouble: Exception) -> Response[bytes]:
    """Litestar's way to us for everything that went wrong in a call."""
    problem = problem_of(trouble)
    request.scope["state"]["problem"] = problem.code.value
    if problem.code is Problem.INTERNAL:
        request.scope["state"]["trouble"] = trouble
    return Response(
        problem_body(problem), status_code=problem.status, headers=problem_headers(problem), media_type=PROBLEM_TYPE
    )
