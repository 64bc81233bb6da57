import { Frame } from "./_components/frame.tsx";
import { SignedIn } from "./_components/signed-in.tsx";

export default function ConsoleLayout({ children }: { children: React.ReactNode }) {
  return <SignedIn>{(userId) => <Frame userId={userId}>{children}</Frame>}</SignedIn>;
}
