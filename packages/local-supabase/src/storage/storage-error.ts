/** The refusals of the Storage API: status in the body, code, the older name that clients compare with, message. */
const REFUSALS = {
  noSuchBucket: [404, "NoSuchBucket", "Bucket not found", "Bucket not found"],
  noSuchObject: [404, "NoSuchKey", "not_found", "Object not found"],
  objectExists: [409, "KeyAlreadyExists", "Duplicate", "The resource already exists"],
  bucketExists: [409, "BucketAlreadyExists", "Duplicate", "The resource already exists"],
  bucketNotEmpty: [
    409,
    "ResourceNotEmpty",
    "ResourceNotEmpty",
    "The bucket you tried to delete is not empty",
  ],
  invalidKey: [400, "InvalidKey", "InvalidKey", "Invalid key"],
  invalidBucketName: [400, "InvalidBucketName", "Invalid Input", "Bucket name invalid"],
  invalidRequest: [400, "InvalidRequest", "InvalidRequest", "The request is not valid"],
  invalidToken: [400, "InvalidJWT", "InvalidJWT", "Invalid JWT"],
  wrongSignature: [400, "InvalidSignature", "InvalidSignature", "Invalid signature"],
  notAllowed: [403, "AccessDenied", "Unauthorized", "Access denied"],
  unauthorized: [401, "InvalidJWT", "Unauthorized", "Invalid JWT"],
  tooLarge: [413, "EntityTooLarge", "Payload too large", "The object exceeded the maximum allowed size"],
  wrongMimeType: [415, "InvalidMimeType", "invalid_mime_type", "The mime type is not supported"],
  outsideRange: [416, "InvalidRange", "invalid_range", "The requested range is outside the object"],
  internal: [500, "InternalError", "Internal", "Internal Server Error"],
  notImplemented: [501, "NotImplemented", "NotImplemented", "Not part of the local stack"],
  databaseDown: [503, "DatabaseError", "DatabaseUnavailable", "The database cannot be reached"],
  diskFull: [507, "InternalError", "InsufficientStorage", "The disk that holds the objects is full"],
  databaseTimeout: [544, "DatabaseTimeout", "DatabaseTimeout", "The connection to the database timed out"],
} as const satisfies Record<string, readonly [number, string, string, string]>;

export class StorageError extends Error {
  override readonly name = "StorageError";
  /** Hosted puts 400 on the status line of nearly every refusal and the real status in the body alone. */
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<"statusCode" | "code" | "error" | "message", string>>;

  constructor(
    kind: keyof typeof REFUSALS,
    message: string = REFUSALS[kind][3],
    options: { cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(message, { cause: options.cause });
    const [statusCode, code, error] = REFUSALS[kind];
    this.httpStatus = statusCode === 401 || statusCode === 416 || statusCode >= 500 ? statusCode : 400;
    this.headers = options.headers ?? {};
    this.body = { statusCode: String(statusCode), code, error, message };
  }
}

/** For what hosted Supabase offers and this server does not: refused by name, never answered half right. */
export const notImplemented = (feature: string) =>
  new StorageError("notImplemented", `${feature} is not part of the local stack`);
