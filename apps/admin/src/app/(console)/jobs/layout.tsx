import { Suspense } from "react";
import { RememberList } from "./_components/remember-list.tsx";

export default function JobsLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      <Suspense>
        <RememberList />
      </Suspense>
      {children}
    </>
  );
}
