-- What a packaged video brings along, beside the picture, the captions and the plan.

alter type public.file_kind add value 'poster';
alter type public.file_kind add value 'subtitles';
alter type public.file_kind add value 'chapters';
alter type public.file_kind add value 'script';
alter type public.file_kind add value 'hls';

comment on type public.file_kind is
  'thumbnail and poster: a small and a full-size picture of the most telling moment. captions: WebVTT, word by word where the '
  'voice tells when. subtitles: SRT. chapters: WebVTT. storyboard: the plan with its times. script: the same as an author may '
  'edit it and send it back as payload.script. hls: playlists and media of an HLS ladder, master.m3u8 being the first to open.';
