import { z } from "zod";
import { AuthError } from "./auth-error.ts";

/** A JSON body of this shape. 400 `bad_json` for what is no JSON, `validation_failed` naming the field otherwise. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await request.text();
  let json: unknown;
  try {
    json = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new AuthError(400, "bad_json", "Could not parse request body as JSON");
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  if (field === "email") {
    throw new AuthError(400, "validation_failed", "Unable to validate email address: invalid format");
  }
  throw new AuthError(
    400,
    "validation_failed",
    `${field === "" ? "The body" : field}: ${issue?.message ?? "invalid"}`,
  );
}
