/** One exchange: a request as it goes over the wire, and what the documentation of PostgREST says comes back. */
export interface Case {
  guarantee: string;
  /** `GET films?select=id`, then headers a line each, an empty line and the body. */
  request: string;
  status: number;
  /** The whole body, where one is expected; for an error the fields that matter. */
  body?: unknown;
  /** Headers that the answer must have; null: must not. */
  headers?: Record<string, string | null>;
}

export const exchange = (
  guarantee: string,
  request: string,
  status: number,
  body?: unknown,
  headers?: Record<string, string | null>,
): Case => ({
  guarantee,
  request,
  status,
  ...(body === undefined ? {} : { body }),
  ...(headers && { headers }),
});
