import { SignedIn } from "../(console)/_components/signed-in.tsx";
import { WallFrame } from "./wall/_components/wall-frame.tsx";

/** The console without its frame: nothing to press, for a screen that nobody sits at. */
export default function WallLayout({ children }: { children: React.ReactNode }) {
  return <SignedIn>{(userId) => <WallFrame userId={userId}>{children}</WallFrame>}</SignedIn>;
}
