/* Timed: a soft node keeps its local part up until the voter has decided, also when nobody tells it.
 * Discrete clock; the voter's guard fires at most one tick late; an undo takes at most U ticks; an arm is refused W ticks after the first one
 * left the coordinator (not-after); soft may lapse (lease, probe) at any time; messages may be late or lost.
 *  hold = how long after its own arming the soft node holds at least (let go strictly later). Claim: W+D+P+U is enough, one less is not (-DHOLD=n).
 *  -DBUG_EXTFIRST  extend reaches the voter before the soft node acknowledged     -DBUG_RELEXT relative extend, delivered twice
 *  -DBUG_POWEROFF  the voter may be without power for any time (reverts at boot)  : residual risk, shown not fixed
 */
#ifndef D
#define D 3
#endif
#define P 2
#define U 2
#define W 2
#define X 3
#ifndef HOLD
#define HOLD (W+D+P+U)
#endif
#define TMAX 24
#define ARMED 1
#define PREPARED 2
#define CONFIRMED 3
#define REVERTING 5
#define REVERTED 6
byte t, v=0, s=0, vd, vx, vr, sh;      /* voter state, its deadline, its prepare expiry, when its undo began; soft hold end */
bit changed, extS, extV, off;
#define DECIDED (v==CONFIRMED || v==REVERTED || v==0)
active proctype World() {
  do
  /* arm: soft at 0, the voter up to W later */
  :: d_step { s==0 && t==0 -> s=ARMED; sh=HOLD }
  :: d_step { s!=0 && v==0 && t<=W && !changed && vd==0 -> v=ARMED; vd=t+D }
  :: d_step { v==ARMED && t<vd && !changed && !off -> changed=1 }                             /* do, perhaps late: soft may have lapsed since */
  /* soft lapses at any time, holds, lets go at its own bound */
  :: d_step { s==ARMED -> s=REVERTING }
  :: d_step { s==REVERTING && t>sh -> s=REVERTED }
  /* voter */
  :: d_step { v==ARMED && t<vd && changed && !off -> v=PREPARED; vx=t+P }
  :: d_step { v==PREPARED && t<vx && !off -> v=CONFIRMED }
  :: d_step { (v==ARMED || v==PREPARED) && !off -> v=REVERTING; vr=t }                       /* lease, probe, deadline, expiry */
  :: d_step { v==REVERTING && !off -> v=REVERTED; changed=0 }
  /* extend by X: soft first, the voter only after its acknowledgement */
  :: d_step { s==ARMED && !extS && changed -> extS=1; sh=sh+X }
#ifdef BUG_EXTFIRST
  :: d_step { v==ARMED && t<vd && !extV && changed && !off -> extV=1; vd=vd+X }
#else
#ifdef BUG_RELEXT
  :: d_step { v==ARMED && t<vd && extS && changed && !off && vd<TMAX-8 -> vd=vd+X }
#else
  :: d_step { v==ARMED && t<vd && extS && !extV && changed && !off -> extV=1; vd=vd+X }
#endif
#endif
#ifdef BUG_POWEROFF
  :: d_step { !off && (v==ARMED||v==PREPARED) -> off=1 }
  :: d_step { off -> off=0; v=REVERTING; vr=t }
#endif
  /* time passes only if no guard is late */
  :: d_step { t<TMAX && (off || (!(v==ARMED && t>=vd+1) && !(v==PREPARED && t>=vx+1) && !(v==REVERTING && t>=vr+U))) -> t++ }
  :: t==TMAX -> break
  od
}
active proctype Monitor() {
end: do :: s==REVERTED && changed && !DECIDED -> assert(false) od
}
