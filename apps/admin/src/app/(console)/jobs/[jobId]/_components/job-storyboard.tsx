"use client";

import type { Storyboard } from "@spool/contracts/storyboard";
import type { VideoScript } from "@spool/contracts/video-script";
import { isFinished } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { Skeleton } from "@spool/ui/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import { maySteer } from "../../../../../data/account/may-steer.ts";
import { signedUrlQuery } from "../../../../../data/files/signed-url-query.ts";
import { storyboardQuery } from "../../../../../data/job-activity/storyboard-query.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { rerenderJobMutation } from "../../../../../data/jobs/rerender-job-mutation.ts";
import { refusalOf } from "../../../../../data/refusal.ts";
import { isSendKey } from "../../../../../lib/send-key.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { SceneTrack } from "./scene-track.tsx";
import { StoryboardScene } from "./storyboard-scene.tsx";
import { toScript } from "./storyboard-script.ts";
import { useScenePictures } from "./use-scene-pictures.ts";
import { jobTitle } from "../../../../../data/jobs/stage-title.ts";

interface JobStoryboardProps {
  job: Job;
  /** The storyboard's file. */
  path: string;
  onSeek: (seconds: number) => void;
}

/** The plan of the video: its scenes along its time, what each shows and says, and a way to change that. */
export function JobStoryboard({ job, path, onSeek }: JobStoryboardProps) {
  const supabase = useSupabase();
  const { data: url, error: unsigned } = useQuery(signedUrlQuery(supabase, path));
  const { data: storyboard, error, refetch } = useQuery(storyboardQuery(path, url));
  const failure = error ?? unsigned;
  if (storyboard === undefined) {
    return (
      <div className="p-4">
        {failure !== null ? (
          <QueryError what="The storyboard" error={failure} onRetry={refetch} />
        ) : url === null ? (
          <p className="py-4 text-center text-ink-soft">The storyboard&apos;s file is not there any more.</p>
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    );
  }
  if (storyboard === null) {
    return (
      <p className="px-4 py-8 text-center text-ink-soft">
        This storyboard was written by another version of Spool. Run the job again to see it here.
      </p>
    );
  }
  return <Scenes job={job} storyboard={storyboard} onSeek={onSeek} />;
}

function Scenes({
  job,
  storyboard,
  onSeek,
}: {
  job: Job;
  storyboard: Storyboard;
  onSeek: (seconds: number) => void;
}) {
  const supabase = useSupabase();
  const account = useAccount();
  const { data: videoUrl } = useQuery(
    signedUrlQuery(supabase, job.status === "completed" ? job.video_path : null),
  );
  const pictures = useScenePictures(videoUrl, storyboard.scenes);
  const written = useMemo(() => toScript(storyboard), [storyboard]);
  const [draft, setDraft] = useState<VideoScript | null>(null);
  const rerender = useMutation(rerenderJobMutation(supabase, useQueryClient(), job.id));
  const mayEdit = maySteer(account, job) && isFinished(job.status);
  const script = draft ?? written;

  function renderAgain(): void {
    rerender.mutate(script, {
      onSuccess: () => {
        setDraft(null);
        toast("Rendered again with the new script", { description: jobTitle(job) });
      },
    });
  }

  return (
    <div
      className="flex flex-col"
      onKeyDown={(event) => {
        if (isSendKey(event) && draft !== null && !rerender.isPending) renderAgain();
      }}
    >
      <SceneTrack storyboard={storyboard} pictures={pictures} onSeek={onSeek} />
      {mayEdit && (
        <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5">
          <p className="min-w-0 flex-1 text-ink-soft">
            {draft === null
              ? "Change what is shown and said, and have the video made again."
              : "What is said is one sentence a line. The new video replaces this one when it is finished."}
          </p>
          {draft === null ? (
            <Button onClick={() => setDraft(written)}>Edit the script</Button>
          ) : (
            <>
              <Button disabled={rerender.isPending} onClick={() => setDraft(null)}>
                Discard
              </Button>
              <Button variant="primary" isBusy={rerender.isPending} onClick={renderAgain}>
                Render again
              </Button>
            </>
          )}
          {rerender.error !== null && (
            <p role="alert" className="w-full break-words text-failed">
              {refusalOf(rerender.error).message}
            </p>
          )}
        </div>
      )}
      <ol className="divide-y" dir={storyboard.direction}>
        {script.scenes.map((scene, index) => {
          const planned = storyboard.scenes[index];
          return (
            planned && (
              <StoryboardScene
                key={planned.startSeconds}
                index={index}
                scene={scene}
                planned={planned}
                aspect={storyboard.aspect}
                pictureUrl={pictures.get(index)}
                onSeek={() => onSeek(planned.startSeconds)}
                onChange={
                  draft === null
                    ? null
                    : (changed) => setDraft({ ...draft, scenes: draft.scenes.with(index, changed) })
                }
              />
            )
          );
        })}
      </ol>
    </div>
  );
}
