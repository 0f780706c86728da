package io.safeops.paths.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A hop tells by name what it is about. */
class HopTest {

  private static Hop uplink(String why) {
    return Hop.broken(HopKind.UPLINK, "net: uplink eth1 of br-ex", "net", why)
        .with("node", "net")
        .with("bridge", "br-ex")
        .with("port", "eth1");
  }

  @Test
  void whatItIsAboutComesFirst() {
    assertThat(uplink("it is set down").names())
        .containsExactly(new ThingName("port", "eth1"), new ThingName("bridge", "br-ex"));
  }

  /** A mend may need more than the text says. */
  @Test
  void whatTheTextDoesNotSayIsNotNamed() {
    assertThat(uplink("physnet2 is lost").with("physnet", "physnet2").with("switch", "s").names())
        .extracting(ThingName::name)
        .containsExactly("eth1", "br-ex", "physnet2");
  }

  @Test
  void aNameIsAWholeWord() {
    Hop hop =
        Hop.broken(
                HopKind.UPLINK, "net: uplink eth1.100 of br-ex2", "net", "eth1:0, (br) and br-e.")
            .with("port", "eth1")
            .with("bridge", "br-ex")
            .with("interface", "br")
            .with("device", "br-e");
    assertThat(hop.names()).extracting(ThingName::name).containsExactly("br", "br-e");
  }

  @Test
  void theRouterBeforeTheColonIsLessPrecise() {
    Hop hop =
        Hop.broken(HopKind.ROUTE, "router r1: route to 0.0.0.0/0", "", "it is gone")
            .with("router", "r1")
            .with("prefix", "0.0.0.0/0");
    assertThat(hop.names()).extracting(ThingName::name).containsExactly("0.0.0.0/0", "r1");
  }

  @Test
  void ofAHopThatWorksNothingIsKept() {
    Hop works = Hop.works(HopKind.UPLINK, "net: uplink eth1", "net");
    assertThat(works.withIfFaulty("port", "eth1")).isSameAs(works);
  }
}
