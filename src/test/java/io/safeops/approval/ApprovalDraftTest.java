package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be approved, and what is in the approval. */
class ApprovalDraftTest {

  @TempDir private Path folder;

  private static Approval of(BindingSource source, ApprovalTerms terms) throws ApprovalException {
    return ApprovalDraft.of(source, terms, new SecureRandom());
  }

  private void isRefused(BindingSource source, ApprovalTerms terms, String words) {
    assertThatThrownBy(() -> of(source, terms))
        .isInstanceOf(ApprovalException.class)
        .hasMessageContaining(words);
  }

  @Test
  void itSaysWhatThePlanMakesOfEachThing() throws Exception {
    Binding binding = Approvals.of(new BoundRun(folder).source(), "alice").binding();
    assertThat(binding.actions())
        .extracting(BoundAction::step)
        .containsExactly("localnet", "versions");
    BoundAction localnet = binding.actions().get(0);
    assertThat(localnet.targets().voters()).containsExactly("ctl");
    assertThat(localnet.targets().soft()).containsExactly("cmp", "net");
    assertThat(localnet.targets().things())
        .contains("switch " + BoundRun.SWITCH, "physnet physnet2", "bridge net br-ex");
    // The row is made again with the same content.
    assertThat(localnet.after()).isEmpty();
    assertThat(binding.before().things().get("bridge br-ex on net")).contains("protocols []");
    BoundAction versions = binding.actions().get(1);
    assertThat(versions.after().keySet()).containsExactly("bridge br-ex on net");
    assertThat(versions.after().get("bridge br-ex on net").orElse(""))
        .contains("[OpenFlow13, OpenFlow15]");
  }

  @Test
  void itSaysHowTheNodesAreReachedAndGuarded() throws Exception {
    Binding binding = Approvals.of(new BoundRun(folder).source(), "alice").binding();
    assertThat(binding.nodes()).extracting(BoundNode::name).containsExactly("cmp", "ctl", "net");
    BoundNode net = binding.nodes().get(2);
    assertThat(net.inBand().route())
        .isEqualTo(
            "ssh ubuntu with sudo at 192.0.2.12 port 22 by way of ssh door at bastion port 22");
    assertThat(net.inBand().hostKeys()).containsExactly("SHA256:net", "SHA256:net-rsa");
    assertThat(net.outOfBand()).extracting(BoundPath::name).containsExactly("second", "serial");
    assertThat(net.outOfBand().get(1).route())
        .isEqualTo("program `ipmitool -H bmc sol`, survives [lan, nic]");
    assertThat(binding.nodes())
        .extracting(node -> node.guarding().role())
        .containsExactly(BoundNode.Role.SOFT, BoundNode.Role.VOTER, BoundNode.Role.VOTER);
    assertThat(binding.nodes()).filteredOn(node -> node.guarding().witness()).hasSize(1);
  }

  @Test
  void itSaysWhichRulesAreSetAsideForWhat() throws Exception {
    Binding binding = Approvals.of(new BoundRun(folder).source(), "alice").binding();
    BoundWaiver waiver = binding.rules().waivers().get(0);
    assertThat(waiver.rule()).isEqualTo(BoundRun.RULE);
    assertThat(waiver.because()).isEqualTo("agreed on Monday");
    assertThat(waiver.digest()).hasSize(64);
    assertThat(waiver.items())
        .containsExactly(
            new BoundWaiver.Item("", "localnet", List.of("ctl")),
            new BoundWaiver.Item("", "versions", List.of("net")));
  }

  @Test
  void itSaysWhichRulesThereAreBesideThoseOfTheProgram() throws Exception {
    Binding binding = Approvals.of(new BoundRun(folder).source(), "alice").binding();
    assertThat(binding.rules().added())
        .extracting(BoundRules.Added::rule)
        .containsExactly(BoundRun.RULE);
  }

  @Test
  void twoApprovalsOfTheSameDifferInIdAndSalt() throws Exception {
    BindingSource source = new BoundRun(folder).source();
    Approval one = Approvals.of(source, "alice");
    Approval other = Approvals.of(source, "alice");
    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(one.salt()).isNotEqualTo(other.salt());
    assertThat(SameThing.differing(one, other)).isEmpty();
  }

  @Test
  void aPlanThatIsRefusedIsNotApproved() throws Exception {
    isRefused(
        new BoundRun(folder).waivesNothing().source(),
        Approvals.terms("alice").build(),
        "the rules refuse the plan: step localnet changes something");
  }

  @Test
  void aClusterThatIsNotKnownIsNotApproved() throws Exception {
    ClusterIdentity unknown =
        new ClusterIdentity(
            Optional.empty(), Optional.empty(), Optional.of("http://a"), Optional.of("admin"));
    isRefused(
        new BoundRun(folder).cluster(unknown).source(),
        Approvals.terms("alice").build(),
        "the approval would count for any cluster");
  }

  @Test
  void onlyTheListedNodesAreTouched() throws Exception {
    BindingSource source = new BoundRun(folder).source();
    isRefused(
        source,
        Approvals.terms("alice").nodes(Set.of("ctl", "net")).build(),
        "the plan also touches cmp");
    assertThat(of(source, Approvals.terms("alice").nodes(Set.of("ctl", "net", "cmp")).build()))
        .isNotNull();
  }

  @Test
  void onlyAPortThatThePlanLooksAtMayMove() throws Exception {
    BindingSource source = new BoundRun(folder).source();
    isRefused(
        source,
        Approvals.terms("alice")
            .mayMove(List.of(new Variation.PortChassis("vm9", List.of("net", "cmp"))))
            .build(),
        "the plan does not look at the binding or the interface of port vm9");
    isRefused(
        source,
        Approvals.terms("alice")
            .mayMove(List.of(new Variation.PortChassis(BoundRun.VM1, List.of("net", "cmq"))))
            .build(),
        "the inventory has no node cmq");
    assertThatThrownBy(() -> new Variation.PortChassis(BoundRun.VM1, List.of("net", "net")))
        .hasMessageContaining("two nodes or more");
  }

  @Test
  void whatCannotBeShownIsWrittenAsANumber() {
    assertThat(PlainLine.of("a\tb\nc" + (char) 0x202E + "d" + (char) 0xD800))
        .isEqualTo("a<U+0009>b<U+000A>c<U+202E>d<U+D800>");
    assertThat(PlainLine.of("plain \u00e9 text")).isEqualTo("plain \u00e9 text");
  }
}
