/* A coordinator hears of a node whose uptime may go back: requests on two ways, answers in any order, a start of the node
 * between any two of them that its boot id does not tell of. What it keeps is (uptime, when it heard of that).
 *
 *  Each -DBUG_x takes out one rule:
 *   OLDER   an answer with a lower uptime is always taken for a late one     LOWER  it is always taken for a start of the node
 *   SINCE   answers to what was asked before the start was found are taken in after it
 */
#define REQUESTS 3
#define TMAX 5
byte T, base, uptime, at, since;        /* base: when the node was started last */
byte sent[REQUESTS], read[REQUESTS], up[REQUESTS];
bit asked[REQUESTS], answered[REQUESTS], heard[REQUESTS], known, restarted, restartedOnce, false_alarm, missed, stale;

proctype Ask(byte r) {
end:
  d_step { T<TMAX && (r==0 -> 1 : asked[(r==0 -> 0 : r-1)]) -> asked[r]=1; sent[r]=T };      /* in this order: it does not matter which is which */
  d_step { answered[r]=1; read[r]=T; up[r]=T-base };
  d_step {
    heard[r]=1;
    if
#ifndef BUG_SINCE
    :: restarted && sent[r]<since
#endif
    :: else ->
       if
       :: known && up[r]<uptime ->
#ifdef BUG_OLDER
            if :: sent[r]>at && restartedOnce && read[r]>=base -> missed=1 :: else fi
#else
#ifdef BUG_LOWER
            restarted=1; since=T; if :: !restartedOnce -> false_alarm=1 :: else fi
#else
            if
            :: sent[r]<at                                      /* late: it was under way when the higher one was known */
            :: else -> restarted=1; since=T; uptime=up[r]; at=T; if :: !restartedOnce -> false_alarm=1 :: else fi
            fi
#endif
#endif
       :: else ->
            if :: restarted && read[r]<base -> stale=1 :: else fi;      /* what was read before the start counts after it */
            known=1; uptime=up[r]; at=T
       fi
    fi }
}
active proctype World() {
  do
  :: d_step { T<TMAX -> T++ }
  :: d_step { !restartedOnce && T>0 -> restartedOnce=1; base=T }
  :: T==TMAX -> break
  od
}
active proctype Monitor() {
end:
  do
  :: false_alarm -> assert(false)
  :: missed -> assert(false)
  :: stale -> assert(false)
  od
}
init { atomic { run Ask(0); run Ask(1); run Ask(2) } }
