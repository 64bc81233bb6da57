interface StorageErrorFacts {
  /** The status in the body, as text there. */
  statusCode: number;
  /** The old name clients compare with, such as `not_found`. */
  error: string;
  /** The newer name, such as `NoSuchKey`. */
  code: string;
  message: string;
}

/**
 * A refusal as the Storage API words it. Hosted answers nearly all of them with HTTP 400 and tells the real
 * status in the body alone; `httpStatus` is what goes on the status line.
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly facts: StorageErrorFacts;
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    facts: StorageErrorFacts,
    {
      httpStatus = 400,
      headers = {},
      cause,
    }: { httpStatus?: number; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(facts.message, { cause });
    this.facts = facts;
    this.httpStatus = httpStatus;
    this.headers = headers;
  }

  toBody(): Record<string, string> {
    const { statusCode, error, code, message } = this.facts;
    return { statusCode: String(statusCode), error, code, message };
  }
}

export const noSuchBucket = () =>
  new StorageError({
    statusCode: 404,
    error: "Bucket not found",
    code: "NoSuchBucket",
    message: "Bucket not found",
  });

export const noSuchObject = () =>
  new StorageError({ statusCode: 404, error: "not_found", code: "NoSuchKey", message: "Object not found" });

export const duplicate = (what: "KeyAlreadyExists" | "BucketAlreadyExists") =>
  new StorageError({
    statusCode: 409,
    error: "Duplicate",
    code: what,
    message: "The resource already exists",
  });

export const bucketNotEmpty = () =>
  new StorageError({
    statusCode: 409,
    error: "ResourceNotEmpty",
    code: "ResourceNotEmpty",
    message: "The bucket you tried to delete is not empty",
  });

export const invalidKey = (key: string) =>
  new StorageError({
    statusCode: 400,
    error: "InvalidKey",
    code: "InvalidKey",
    message: `Invalid key: ${key}`,
  });

export const invalidBucketName = () =>
  new StorageError({
    statusCode: 400,
    error: "Invalid Input",
    code: "InvalidBucketName",
    message: "Bucket name invalid",
  });

export const invalidRequest = (message: string) =>
  new StorageError({ statusCode: 400, error: "InvalidRequest", code: "InvalidRequest", message });

export const invalidToken = (message: string) =>
  new StorageError({ statusCode: 400, error: "InvalidJWT", code: "InvalidJWT", message });

export const wrongSignature = () =>
  new StorageError({
    statusCode: 400,
    error: "InvalidSignature",
    code: "InvalidSignature",
    message: "Invalid signature",
  });

export const tooLarge = () =>
  new StorageError(
    {
      statusCode: 413,
      error: "Payload too large",
      code: "EntityTooLarge",
      message: "The object exceeded the maximum allowed size",
    },
    { httpStatus: 413 },
  );

export const wrongMimeType = (mimeType: string) =>
  new StorageError({
    statusCode: 415,
    error: "invalid_mime_type",
    code: "InvalidMimeType",
    message: `mime type ${mimeType} is not supported`,
  });

export const unsatisfiableRange = (sizeBytes: number) =>
  new StorageError(
    {
      statusCode: 416,
      error: "invalid_range",
      code: "InvalidRange",
      message: "The requested range is outside the object",
    },
    { httpStatus: 416, headers: { "content-range": `bytes */${sizeBytes}` } },
  );

export const diskFull = (cause: unknown) =>
  new StorageError(
    {
      statusCode: 507,
      error: "InsufficientStorage",
      code: "InternalError",
      message: "The disk that holds the objects is full",
    },
    { httpStatus: 507, cause },
  );

/** For what hosted Supabase offers and this server does not: refused by name, never answered half right. */
export const notImplemented = (feature: string) =>
  new StorageError(
    {
      statusCode: 501,
      error: "NotImplemented",
      code: "NotImplemented",
      message: `${feature} is not part of the local stack`,
    },
    { httpStatus: 501 },
  );
