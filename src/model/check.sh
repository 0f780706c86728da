#!/bin/sh
# check.sh MODEL NAME "-D flags for spin" ["cc flags"] ["pan flags"]: looks at every state of one configuration; one line.
# Needs spin, gcc and awk. Memory is bounded by MODEL_MB (4000).
set -eu
model=$1 name=$2 flags=$3 cc_flags=${4:--DSAFETY -DCOLLAPSE} pan_flags=${5:--m200000}
here=$(cd "$(dirname "$0")" && pwd)
out=${MODEL_OUT:-$here/../../target/model}/$name
rm -rf "$out"
mkdir -p "$out"
cd "$out"
cp "$here/$model" .
# shellcheck disable=SC2086 # lists of options
{
  spin $flags -a "$model" >spin.log 2>&1 || { cat spin.log; exit 1; }
  gcc -O2 -w "-DMEMLIM=${MODEL_MB:-4000}" -DVECTORSZ=2048 $cc_flags -o pan pan.c
  begin=$(date +%s)
  nice -n 5 ./pan $pan_flags >pan.log 2>&1 || true
  end=$(date +%s)
}
awk -v name="$name" -v time="$((end - begin))" '
  /errors:/ { errors = $NF; for (i = 1; i <= NF; i++) if ($i == "reached") { depth = $(i + 1); sub(",", "", depth) } }
  /states, stored/ { states = $1 }
  /total actual memory/ { memory = $1 }
  /max search depth too small/ { more = more " DEPTH" }
  /out of memory|MEMLIM bound/ { more = more " OUT-OF-MEMORY" }
  END { printf "%-28s errors=%s states=%s depth=%s memory=%sMB time=%ss%s\n", name, errors, states, depth, memory, time, more }
' pan.log
