/* Two runs that use one approval, which may be used once, on N nodes. A sent message may arrive at any later moment, in any
 * order, more than once. A node may lose its disk once, while no run is open on it (a machine that is installed anew). At most
 * one run begins a step; and a run that gave its use back has begun none.
 *  -DBUG_NOWAIT  steps are staged before every node has the use on its disk
 *  -DBUG_UNSPENT an undone run gives its use back always     -DBUG_PRUNE   an ended run is forgotten before the approval expires
 *  -DBUG_PARTIAL a run goes on with the nodes that were armed, without those that refused
 *  -DLOSEALL     every node may lose its disk: then nobody knows, and two runs are possible (the journals tell it)
 */
#ifndef N
#define N 2
#endif
#define NONE 0
#define ARMED 1
#define DONE 2
#define REVERTED 3
#define AT(n,r) ((n)*2+(r))
byte st[2*N];
bit spent[2*N], begun[2*N], old[2*N];           /* old: what was sent before the disk was lost names another boot */
bit armYes[2*N], useYes[2*N], stageYes[2*N], refused[2];
bit armSent[2], useSent[2], stageSent[2], doSent[2], abortSent[2], unspent[2], commitSent[2];
bit acted[2];
byte lost;
#define LIVE(n,r) (st[AT(n,r)]==ARMED)
proctype Node(byte n) {
  byte r=0;
  do
  :: d_step { r==0 -> r=1 } :: d_step { r==1 -> r=0 }
  :: d_step { armSent[r] && !old[AT(n,r)] && st[AT(n,r)]==NONE && !LIVE(n,1-r) && !spent[AT(n,1-r)] -> st[AT(n,r)]=ARMED; armYes[AT(n,r)]=1 }
  :: d_step { armSent[r] && st[AT(n,r)]==NONE && (LIVE(n,1-r) || spent[AT(n,1-r)]) -> refused[r]=1 }
  :: d_step { useSent[r] && !old[AT(n,r)] && st[AT(n,r)]==ARMED -> spent[AT(n,r)]=1; useYes[AT(n,r)]=1 }
  :: d_step { stageSent[r] && !old[AT(n,r)] && st[AT(n,r)]==ARMED && spent[AT(n,r)] -> stageYes[AT(n,r)]=1 }
  :: d_step { doSent[r] && !old[AT(n,r)] && st[AT(n,r)]==ARMED && spent[AT(n,r)] && stageYes[AT(n,r)] -> begun[AT(n,r)]=1; acted[r]=1 }
  :: d_step { abortSent[r] && st[AT(n,r)]==NONE -> st[AT(n,r)]=REVERTED }
  :: d_step { abortSent[r] && st[AT(n,r)]==ARMED -> st[AT(n,r)]=REVERTED;
       if :: unspent[r] && !begun[AT(n,r)] -> spent[AT(n,r)]=0 :: else fi }
  :: d_step { st[AT(n,r)]==ARMED -> st[AT(n,r)]=REVERTED }                              /* its lease ends */
  :: d_step { commitSent[r] && begun[AT(n,r)] && st[AT(n,r)]==ARMED -> st[AT(n,r)]=DONE }
#ifdef BUG_PRUNE
  :: d_step { st[AT(n,r)]==DONE || st[AT(n,r)]==REVERTED -> spent[AT(n,r)]=0 }
#endif
#ifdef LOSEALL
  :: d_step { lost<N && !LIVE(n,0) && !LIVE(n,1) -> lost++;
#else
  :: d_step { lost<N-1 && !LIVE(n,0) && !LIVE(n,1) -> lost++;
#endif
       st[AT(n,0)]=NONE; st[AT(n,1)]=NONE; spent[AT(n,0)]=0; spent[AT(n,1)]=0; begun[AT(n,0)]=0; begun[AT(n,1)]=0;
       stageYes[AT(n,0)]=0; stageYes[AT(n,1)]=0;
       if :: armSent[0] -> old[AT(n,0)]=1 :: else fi; if :: armSent[1] -> old[AT(n,1)]=1 :: else fi }
  od }
#if N==2
#define ALL(v,r) (v[AT(0,r)] && v[AT(1,r)])
#define SOME(v,r) (v[AT(0,r)] || v[AT(1,r)])
#else
#define ALL(v,r) (v[AT(0,r)] && v[AT(1,r)] && v[AT(2,r)])
#define SOME(v,r) (v[AT(0,r)] || v[AT(1,r)] || v[AT(2,r)])
#endif
proctype Run(byte r) {        /* its process may stop for ever between any two steps: nobody aborts then */
  armSent[r]=1;
  if
#ifdef BUG_PARTIAL
  :: SOME(armYes,r) -> skip
#else
  :: ALL(armYes,r) -> skip
#endif
  :: goto undo
  fi;
  useSent[r]=1;
  if
#ifdef BUG_NOWAIT
  :: SOME(useYes,r) -> skip
#elif defined(BUG_PARTIAL)
  :: SOME(useYes,r) -> skip
#else
  :: ALL(useYes,r) -> skip
#endif
  :: goto undo
  fi;
  stageSent[r]=1;
  if :: SOME(stageYes,r) -> skip :: goto undo fi;
  doSent[r]=1;
  if :: commitSent[r]=1 :: goto undo fi;
  goto out;
undo: skip;
#ifdef BUG_UNSPENT
  d_step { unspent[r]=1; abortSent[r]=1 };
#else
  d_step { unspent[r]=!doSent[r]; abortSent[r]=1 };
#endif
out: skip }
proctype Monitor() { end: do
  :: acted[0] && acted[1] -> assert(false)     /* one approval, two runs */
  od }
init { byte i; atomic { run Monitor(); for (i : 0 .. N-1) { run Node(i) }; run Run(0); run Run(1) } }
