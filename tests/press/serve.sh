# serve.sh - starts the feed server of the tests, for a script to source.
# shellcheck shell=sh disable=SC2034,SC2154 # takes $server and $folder, gives $host and $base
# The server's standard input is a pipe that this shell holds: when the shell ends, so does it.
mkfifo hold
"$server" "$folder" port <hold &
exec 9>hold
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s port ] && break
    sleep 0.2
done
[ -s port ] || { echo "the server did not start"; exit 1; }
host=127.0.0.1
base=http://$host:$(cat port)
no_proxy=$host
export no_proxy
