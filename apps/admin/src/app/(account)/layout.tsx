import { SpoolMark } from "@spool/ui/spool-mark";

/** The one card before the console: signing in, and the ways back in. */
export default function AccountLayout({ children }: { children: React.ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-[340px]">
        <div className="flex overflow-hidden rounded-lg border bg-surface">
          <span aria-hidden="true" className="perforated-y w-6 shrink-0 border-r bg-raised" />
          <div className="min-w-0 flex-1 px-6 py-8">
            <div className="mb-6 flex items-center gap-2.5">
              <SpoolMark className="size-7" />
              <h1 className="text-title font-semibold tracking-tight">Spool</h1>
            </div>
            {children}
          </div>
          <span aria-hidden="true" className="perforated-y w-6 shrink-0 border-l bg-raised" />
        </div>
      </div>
    </main>
  );
}
