import { notFound } from "next/navigation";

/** Any other address shows the console's own page for it, inside the frame. */
export default function MissingPage() {
  notFound();
}
