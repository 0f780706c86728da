#!/bin/sh
# mutants.sh: takes out one rule at a time; every line must say errors=1. `hold` alone is the rule as it is: errors=0.
# A trace in words: ./trace.sh NAME "-D flags".
set -eu
cd "$(dirname "$0")"
run() { ./check.sh run.pml "$1" "$2 $3" "-DSAFETY -DBFS -DCOLLAPSE" "-m100000 ${4:-}"; }
node() { ./check.sh node.pml "node-$1" "$2 -DBUG_$1" "-DSAFETY -DBFS -DCOLLAPSE" "-E -m100000"; }
two="-DN=2 -DR=2" last="-DN=2 -DR=1 -DLA"
run NOEPOCH "$two -DE=2 -DFAST" "-DBUG_NOEPOCH -DNOTERM" -E
run GONE "$two -DE=1" "-DBUG_GONE"
run GONE-takeover "$two -DE=2 -DFAST" "-DBUG_GONE -DNOLATEARM"
run REVERT_ON_SILENCE "$two -DE=1 -DFAST" "-DBUG_REVERT_ON_SILENCE"
run BOOT_CONF "$two -DE=1 -DFAST" "-DBUG_BOOT_CONF"
run BOOT_PREP "$two -DE=1 -DFAST -DCUT" "-DBUG_BOOT_PREP"
run RAWDO "$two -DE=1" "-DBUG_RAWDO"
run NOHOLD "$last -DE=1 -DFAST" "-DBUG_NOHOLD"
run NOHOLD-step "$last -DE=1" "-DBUG_NOHOLD"
run RB_DIRECT "$two -DE=1 -DFAST" "-DBUG_RB_DIRECT"
run ABORT_ANY "$two -DE=2 -DFAST" "-DBUG_ABORT_ANY"
run UNSENT "$two -DE=2 -DFAST" "-DBUG_UNSENT"
run RECOVER_ONE "$two -DE=2 -DFAST" "-DBUG_RECOVER_ONE"
run SOFT_FIRST "$last -DE=1 -DFAST" "-DBUG_SOFT_FIRST"
run UNHEARD "$two -DE=2 -DFAST" "-DBUG_UNHEARD"
run UNHEARD-soft "-DN=3 -DR=2 -DE=2 -DFAST" "-DBUG_UNHEARD"
run FIRSTLIST "$two -DE=2 -DFAST" "-DBUG_FIRSTLIST"
run FENCEONCE "$two -DE=2 -DFAST" "-DBUG_FENCEONCE"
run STRICT-two-voters "-DN=3 -DR=2 -DE=1 -DFAST" "-DSTRICT"
echo "splits of two voters that no protocol avoids:"
run split-cut "$two -DE=1 -DFAST -DCUT" "-DSPLITQ"
run split-dies "$two -DE=1 -DFAST" "-DSPLITQ"
run split-three "-DN=3 -DR=3 -DE=1 -DFAST -DCUT" "-DSPLITQ"
echo "one node:"
node NOLOCK "-DCRASHES=0 -DH2"
for bug in EARLYREPLY READUNSYNCED ARMUNIT ARMSTART ENDORDER NOKILL SPAWNLATE NOBEGINSYNC BOOTCONF BOOTPREP BOOTHANDLER BOOTID \
  MEMCONFIRMED NODECIDING SAVEOVER FILLUNSYNCED; do
  node "$bug" "-DCRASHES=1"
done
for bug in DISKFIRST HOLDLOCK READDISK; do node "$bug" "-DCRASHES=0 -DSTALL"; done
node PUBLISHTWICE "-DCRASHES=0"
echo "time, two runs:"
for bug in BOOTID SEEN ARMLEASE EXTENDLOCK; do ./check.sh clock.pml "clock-$bug" "-DBUG_$bug"; done
for bug in OLDER LOWER SINCE; do ./check.sh answers.pml "answers-$bug" "-DBUG_$bug"; done
./check.sh hold.pml hold ""
for bug in HOLD=8 BUG_EXTFIRST BUG_RELEXT BUG_POWEROFF; do ./check.sh hold.pml "hold-$bug" "-D$bug"; done
for bug in NOTOMB NOEXCL NORUNID NOSEQ NOEPOCH; do ./check.sh runs.pml "runs-$bug" "-DBUG_$bug"; done
