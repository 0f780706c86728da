/* R runs that arm N nodes at once, in any order. A node takes one run. A run that is refused by an older one gives up; a run
 * that is refused by a younger one asks again, until that has given up or is armed everywhere. Never do all give up.
 *  -DBUG_BOTH  every refused run gives up, as before
 */
#ifndef N
#define N 3
#endif
#ifndef R
#define R 3
#endif
#define FREE R
byte holder[N];
bit armed[R];
byte gaveup, won;
proctype Run(byte r) {
  byte n, have=0;
  bit mine[N];
  do
  :: armed[r] -> break
  :: atomic { !armed[r] && have==N -> armed[r]=1; won++ }
  :: atomic { have<N -> select(n : 0 .. N-1);
       if
       :: mine[n] -> skip
       :: !mine[n] && holder[n]==FREE -> holder[n]=r; mine[n]=1; have++
       :: !mine[n] && holder[n]!=FREE ->
            if
#ifdef BUG_BOTH
            :: goto up
#endif
            :: holder[n]<r -> goto up
            :: holder[n]>r && armed[holder[n]] -> goto up
            :: else -> skip
            fi
       fi }
  od;
  goto out;
up:
  atomic { gaveup++; for (n : 0 .. N-1) { if :: mine[n] -> holder[n]=FREE; mine[n]=0 :: else fi } };
out: skip }
proctype Monitor() { end: do
  :: gaveup==R -> assert(false)
  :: won>1 -> assert(false)
  od }
init { byte i; atomic { for (i : 0 .. N-1) { holder[i]=FREE }; for (i : 0 .. R-1) { run Run(i) }; run Monitor() } }
