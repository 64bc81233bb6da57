-- What the scenes of a storyboard show is kept beside it, so that it can be drawn again when the addresses are gone.

alter type public.file_kind add value 'picture';

comment on type public.file_kind is
  'thumbnail and poster: a small and a full-size picture of the most telling moment. captions: WebVTT, word by word where the '
  'voice tells when. subtitles: SRT. chapters: WebVTT. storyboard: the plan with its times. picture: what a scene of the '
  'storyboard shows, by the name that the storyboard has for it. script: the plan as an author may edit it and send it back as '
  'payload.script. hls: playlists and media of an HLS ladder, master.m3u8 being the first to open.';
