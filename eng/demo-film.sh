#!/usr/bin/env bash
# Draws the demo's film again: the welcome's picture of the zone, looked along from the port to the pylons, with a sound made of noise.
#
#   eng/demo-film.sh http://127.0.0.1:5080     needs chromium, ffmpeg and a running server that shows the welcome
#
# What it writes is committed, so that nobody needs ffmpeg to build or run the demo.
set -euo pipefail
cd "$(dirname "$0")/.."
address=${1:?the address of a running server}
out=src/WebClient/public/media/visite
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

{
  echo '<!doctype html><html data-theme="light"><style>body{margin:0}'
  cat src/WebClient/src/sign-in/panorama.css
  echo '</style><body>'
  chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=15000 --dump-dom "$address/" 2> /dev/null |
    tr '\n' ' ' | grep -o '<svg class="panorama.*</svg>' | sed 's#</svg>.*#</svg>#'
} > "$work/panorama.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=2560,832 \
  --screenshot="$work/panorama.png" "file://$work/panorama.html" 2> /dev/null

ffmpeg -v error -y -loop 1 -framerate 12 -t 24 -i "$work/panorama.png" \
  -f lavfi -t 24 -i 'anoisesrc=c=brown:a=0.25:seed=7,lowpass=f=420,tremolo=f=0.15:d=0.7' \
  -vf "crop=1479:832:x='(iw-ow)*(0.5-0.5*cos(PI*t/24))':y=0,scale=640:360,format=yuv420p" \
  -c:v libx264 -preset veryslow -tune animation -crf 30 -profile:v high -level 3.1 -g 72 -c:a aac -b:a 24k -ac 1 -movflags +faststart \
  -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$out/visite.mp4"

# The same film as a playlist, with the sound alone as the choice of a slow line.
hls=(-c copy -f hls -hls_time 6 -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file)
ffmpeg -v error -y -i "$out/visite.mp4" "${hls[@]}" -hls_segment_filename "$out/image.m4s" "$out/image.m3u8"
ffmpeg -v error -y -i "$out/visite.mp4" -vn "${hls[@]}" -hls_segment_filename "$out/son.m4s" "$out/son.m3u8"
for language in fr en; do
  printf '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:24\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:24,\n%s.vtt\n#EXT-X-ENDLIST\n' $language \
    > "$out/$language.m3u8"
done
cat > "$out/visite.m3u8" <<'LIST'
#EXTM3U
#EXT-X-VERSION:7
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="textes",NAME="Français",LANGUAGE="fr",AUTOSELECT=YES,DEFAULT=NO,URI="fr.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="textes",NAME="English",LANGUAGE="en",AUTOSELECT=YES,DEFAULT=NO,URI="en.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=160000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,SUBTITLES="textes"
image.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=32000,CODECS="mp4a.40.2",SUBTITLES="textes"
son.m3u8
LIST
ls -l "$out"
