// Error codes of JSON-RPC and MCP, and those of the gateway itself.
// Specification 2026-07-28, basic/index, "Error Codes".

export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;
export const HEADER_MISMATCH = -32020;
export const MISSING_CLIENT_CAPABILITY = -32021;
export const UNSUPPORTED_PROTOCOL_VERSION = -32022;

/** Legacy: an unknown or expired session. In the range that MCP leaves to implementations. */
export const SESSION_NOT_FOUND = -32001;

/** Legacy: a resource that does not exist (2025-11-25, server/resources). Modern servers do not emit it. */
export const RESOURCE_NOT_FOUND = -32002;

/** Legacy: a person has to visit URLs first (2025-11-25, client/elicitation). Modern servers ask for it instead. */
export const URL_ELICITATION_REQUIRED = -32042;

// The gateway's own refusals carry the HTTP status as their code: outside the range that JSON-RPC reserves.
export const FORBIDDEN = 403;
export const LIMITED = 429;
export const BACKEND_FAILED = 502;
export const UNAVAILABLE = 503;
export const BACKEND_TIMEOUT = 504;
