package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may let what run, and every reason why not. */
class PermissionTest {

  private static final Instant NIGHT = Instant.parse("2026-12-01T23:00:00Z");
  private static final Requirement TWO =
      new Requirement(Set.of("alice", "bob", "carol"), 2, Duration.ofDays(30));

  @TempDir private static Path folder;
  private static BindingSource source;

  private final Signatures keys = new Signatures();
  private final List<SignedApproval> approvals = new ArrayList<>();
  private List<Requirement> requirements = List.of(TWO);
  private Operator operator = new Operator(Set.of("olga"), Set.of("SHA256:olga"));
  private ClockSpan clocks = clocks(NIGHT, NIGHT);
  private Function<Salt, Binding> now;
  private Function<Approval, Optional<String>> objection = any -> Optional.empty();

  @BeforeAll
  static void review() throws Exception {
    source = new BoundRun(folder).source();
  }

  @BeforeEach
  void allow() {
    now = source::binding;
    List.of("alice", "bob", "carol", "dave", "olga").forEach(name -> keys.allow(name, name));
  }

  private static ClockSpan clocks(Instant here, Instant net) {
    return new ClockSpan(
        List.of(
            new ClockSpan.Reading("the clock of this machine", here),
            new ClockSpan.Reading("the clock of node net", net)),
        Optional.empty());
  }

  private Approval draft(String approver, UnaryOperator<ApprovalTerms.Builder> terms)
      throws Exception {
    return ApprovalDraft.of(
        source, terms.apply(Approvals.terms(approver)).build(), new SecureRandom());
  }

  /** An approval by somebody with the key of that name. */
  private void approve(String approver) throws Exception {
    approve(approver, approver, terms -> terms);
  }

  private void approve(String approver, String key, UnaryOperator<ApprovalTerms.Builder> terms)
      throws Exception {
    approvals.add(keys.signed(approver + ".approval", draft(approver, terms), key));
  }

  private Permission permission() {
    return Permission.of(
        PermissionRequest.builder(now, operator, clocks)
            .approvals(approvals, keys)
            .requirements(requirements)
            .objection(objection)
            .build());
  }

  private void isRefused(Refusal.Kind kind, String... words) {
    Permission permission = permission();
    assertThat(permission.isGranted()).isFalse();
    assertThat(permission.refusals())
        .anySatisfy(
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(kind);
              assertThat(refusal.text()).contains(words);
            });
  }

  private void isGranted() {
    assertThat(permission().refusals()).isEmpty();
    assertThat(permission().isGranted()).isTrue();
  }

  @Test
  void twoOfThreeLetItRun() throws Exception {
    approve("alice");
    approve("bob");
    isGranted();
    Permission.Granted granted = permission().granted().orElseThrow();
    assertThat(granted.approvals()).hasSize(2);
    assertThat(granted.confirm()).isEqualTo(ConfirmMode.CODE);
    assertThat(granted.takeBack()).isFalse();
  }

  @Test
  void theStricterLimitsCount() throws Exception {
    approve("alice");
    Validity shorter =
        new Validity(
            Approvals.ISSUED, Approvals.NOT_BEFORE, Approvals.NOT_AFTER.minusSeconds(60), 1);
    approvals.add(
        keys.signed(
            "bob.approval",
            ApprovalDraft.of(
                source, ApprovalTerms.builder("bob", shorter).build(), new SecureRandom()),
            "bob"));
    Permission.Granted granted = permission().granted().orElseThrow();
    assertThat(granted.uses()).isEqualTo(1);
    assertThat(granted.notAfter()).isEqualTo(Approvals.NOT_AFTER.minusSeconds(60));
  }

  @Test
  void noneIsTooFew() {
    isRefused(Refusal.Kind.NONE, "no approval is given");
  }

  @Test
  void oneOfTwoIsTooFew() throws Exception {
    approve("alice");
    isRefused(
        Refusal.Kind.TOO_FEW,
        "this plan has to be approved by 2 of alice, bob, carol; 1 did: alice");
  }

  @Test
  void twoApprovalsOfOneAreOne() throws Exception {
    keys.allow("alice-2", "alice");
    approve("alice");
    approve("alice", "alice-2", terms -> terms);
    isRefused(Refusal.Kind.TOO_FEW, "1 did: alice");
  }

  @Test
  void oneKeyOfTwoIsOne() throws Exception {
    keys.allow("shared", "alice", "bob");
    approve("alice", "shared", terms -> terms);
    approve("bob", "shared", terms -> terms);
    isRefused(Refusal.Kind.TOO_FEW, "1 did");
  }

  /** Taking alice for the shared key would leave nobody for the key of alice. */
  @Test
  void aSharedKeyStandsForWhomeverIsLeft() throws Exception {
    keys.allow("a-shared", "alice", "bob");
    approve("bob", "a-shared", terms -> terms);
    approve("alice");
    isGranted();
  }

  @Test
  void theOperatorDoesNotApprove() throws Exception {
    operator = new Operator(Set.of("alice"), Set.of("SHA256:alice"));
    approve("alice");
    approve("bob");
    isRefused(
        Refusal.Kind.SELF_APPROVED,
        "alice.approval: it is signed by the operator (alice): somebody else has to approve");
    isRefused(Refusal.Kind.TOO_FEW, "by 2 of bob, carol; 1 did: bob");
  }

  @Test
  void theOperatorsKeyDoesNotApproveUnderAnotherName() throws Exception {
    keys.allow("olga", "carol");
    operator = new Operator(Set.of(), Set.of("SHA256:olga"));
    approve("carol", "olga", terms -> terms);
    approve("bob");
    isRefused(Refusal.Kind.SELF_APPROVED, "carol.approval", "somebody else");
  }

  /** A key that is listed for the operator, too, is one that the operator may hold. */
  @Test
  void aKeyThatTheOperatorMayUseDoesNotApprove() throws Exception {
    keys.allow("both", "alice", "olga");
    approve("alice", "both", terms -> terms);
    approve("bob");
    isRefused(Refusal.Kind.SELF_APPROVED, "it is signed by the operator (alice, olga)");
  }

  @Test
  void nobodyButTheOperatorMayApprove() throws Exception {
    requirements = List.of(new Requirement(Set.of("olga"), 1, Duration.ofDays(1)));
    approve("alice");
    isRefused(
        Refusal.Kind.NOBODY_ALLOWED,
        "only the operator may approve this plan (olga), and nobody approves what they run");
  }

  @Test
  void whereNoPolicySaysWhoNobodyMay() throws Exception {
    requirements = List.of();
    approve("alice");
    isRefused(Refusal.Kind.NOBODY_ALLOWED, "no policy says who may approve this plan");
    requirements = List.of(new Requirement(Set.of(), 1, Duration.ofDays(1)));
    isRefused(Refusal.Kind.NOBODY_ALLOWED, "nobody may approve this plan");
  }

  @Test
  void aStrangerDoesNotCount() throws Exception {
    approve("alice");
    approve("dave");
    isRefused(
        Refusal.Kind.NOT_ALLOWED,
        "dave.approval: it is signed by dave, who may not approve this plan (alice, bob, carol"
            + " may)");
    approve("bob");
    isGranted();
  }

  @Test
  void everyRequirementCounts() throws Exception {
    requirements = List.of(TWO, new Requirement(Set.of("dave"), 1, Duration.ofDays(30)));
    approve("alice");
    approve("bob");
    isRefused(Refusal.Kind.TOO_FEW, "by one of dave; none of them has approved it as it is now");
    approve("dave");
    isGranted();
    assertThat(permission().granted().orElseThrow().approvals()).hasSize(3);
  }

  @Test
  void anUnknownKeyDoesNotCount() throws Exception {
    Signatures others = new Signatures().allow("mallory", "alice");
    approvals.add(others.signed("forged.approval", draft("alice", terms -> terms), "mallory"));
    approve("bob");
    isRefused(Refusal.Kind.SIGNATURE, "forged.approval: its signature does not count: no allowed");
  }

  @Test
  void whoClaimsToBeAnotherDoesNotCount() throws Exception {
    approve("alice", "bob", terms -> terms);
    approve("carol");
    isRefused(Refusal.Kind.SIGNATURE, "it says that alice approves, and the key is of bob");
  }

  @Test
  void aKeyMustBeValidByEveryClock() throws Exception {
    approve("alice");
    approve("bob");
    clocks = clocks(NIGHT, NIGHT.plus(Duration.ofHours(1)));
    isGranted();
    keys.validBefore("alice", NIGHT.plus(Duration.ofMinutes(30)));
    isRefused(Refusal.Kind.SIGNATURE, "alice.approval", "the key is not valid at");
    keys.validBefore("alice", Instant.MAX).validAfter("bob", NIGHT.plusSeconds(1));
    isRefused(Refusal.Kind.SIGNATURE, "bob.approval", "the key is not valid at");
  }

  @Test
  void timesAreThoseOfTheWorstClock() throws Exception {
    approve("alice");
    approve("bob");
    clocks = clocks(Approvals.NOT_AFTER, Approvals.NOT_AFTER.plus(Duration.ofHours(1)));
    isRefused(Refusal.Kind.EXPIRED, "alice.approval: it was valid until", "node net says");
    clocks = clocks(Approvals.NOT_BEFORE, Approvals.NOT_BEFORE.minus(Duration.ofHours(1)));
    isRefused(Refusal.Kind.NOT_YET_VALID, "bob.approval: it is valid from", "node net says");
    clocks = clocks(Approvals.NOT_BEFORE, Approvals.NOT_AFTER);
    isGranted();
  }

  @Test
  void anOldApprovalDoesNotCount() throws Exception {
    requirements = List.of(new Requirement(TWO.by(), 2, Duration.ofHours(12)));
    approve("alice");
    approve("bob");
    isRefused(Refusal.Kind.TOO_OLD, "alice.approval: it was signed at", "for 12 h");
  }

  @Test
  void whatIsNotAsItWasApprovedIsNamed() throws Exception {
    approve("alice");
    approve("bob");
    now =
        new BoundRun(folder)
                .param("version", "OpenFlow14")
                .hostKeys("bastion 22", "SHA256:x")
                .source()
            ::binding;
    isRefused(
        Refusal.Kind.DIFFERENT,
        "alice.approval: parameter version: approved `OpenFlow13`, now `OpenFlow14`");
    isRefused(Refusal.Kind.DIFFERENT, "bob.approval: node net: in band: host keys of bastion");
    isRefused(Refusal.Kind.TOO_FEW, "none of them has approved it as it is now");
  }

  @Test
  void allThatIsWrongIsTold() throws Exception {
    operator = new Operator(Set.of("alice"), Set.of());
    clocks = clocks(Approvals.NOT_AFTER.plusSeconds(1), Approvals.NOT_BEFORE.minusSeconds(1));
    now = new BoundRun(folder).program(Optional.empty()).source()::binding;
    approve("alice");
    approve("dave");
    assertThat(permission().refusals())
        .extracting(Refusal::kind)
        .contains(
            Refusal.Kind.SELF_APPROVED,
            Refusal.Kind.EXPIRED,
            Refusal.Kind.NOT_YET_VALID,
            Refusal.Kind.DIFFERENT,
            Refusal.Kind.TOO_FEW);
    assertThat(permission().refusals())
        .isNotEmpty()
        .allSatisfy(refusal -> assertThat(refusal.text()).doesNotContain("\n"));
  }

  /** What nobody has signed is not compared: it could be endless. */
  @Test
  void ofAForgedApprovalOnlyTheSignatureIsTold() throws Exception {
    Signatures others = new Signatures().allow("mallory", "alice");
    now = new BoundRun(folder).param("version", "OpenFlow14").source()::binding;
    approvals.add(others.signed("forged.approval", draft("alice", terms -> terms), "mallory"));
    assertThat(permission().refusals())
        .extracting(Refusal::kind)
        .contains(Refusal.Kind.SIGNATURE)
        .doesNotContain(Refusal.Kind.DIFFERENT);
  }

  @Test
  void approvalsOfDifferentThingsDoNotAddUp() throws Exception {
    approve("alice");
    approve("bob", "bob", terms -> terms.confirm(ConfirmMode.HOLD).takeBack(true));
    isRefused(
        Refusal.Kind.NOT_THE_SAME, "alice.approval and bob.approval differ in confirm, takeBack");
    approve("carol");
    assertThat(permission().granted().orElseThrow().approvals())
        .extracting(each -> each.approval().approver())
        .containsExactly("alice", "carol");
  }

  @Test
  void whatMayVaryMustBeTheSameToo() throws Exception {
    approve("alice");
    approve(
        "bob",
        "bob",
        terms ->
            terms.mayMove(List.of(new Variation.PortChassis(BoundRun.VM1, List.of("net", "cmp")))));
    isRefused(Refusal.Kind.NOT_THE_SAME, "differ in mayVary");
  }

  @Test
  void approversHaveTheirOwnPurposesTimesAndSalts() throws Exception {
    approve("alice");
    approve("bob", "bob", terms -> terms.purpose("for me, too"));
    isGranted();
    assertThat(approvals.get(0).approval().salt()).isNotEqualTo(approvals.get(1).approval().salt());
  }

  @Test
  void whatElseIsWrongIsTold() throws Exception {
    approve("alice");
    approve("bob");
    String used = approvals.get(0).approval().id();
    objection =
        approval ->
            approval.id().equals(used)
                ? Optional.of("it is used up, as node net knows")
                : Optional.empty();
    isRefused(Refusal.Kind.OTHER, "alice.approval: it is used up, as node net knows");
  }

  @Test
  void theSameFileTwiceIsOne() throws Exception {
    approve("alice");
    approvals.add(approvals.get(0));
    isRefused(Refusal.Kind.TOO_FEW, "1 did: alice");
    approve("bob");
    isGranted();
  }

  /** A forged file must not take the place of the one whose id it has. */
  @Test
  void aForgedCopyHidesNothing() throws Exception {
    Signatures others = new Signatures().allow("mallory", "alice");
    Approval alice = draft("alice", terms -> terms);
    approvals.add(others.signed("forged.approval", alice, "mallory"));
    approvals.add(keys.signed("alice.approval", alice, "alice"));
    approve("bob");
    assertThat(permission().granted().orElseThrow().approvals())
        .extracting(SignedApproval::name)
        .containsExactly("alice.approval", "bob.approval");
    assertThat(permission().refusals())
        .extracting(Refusal::kind)
        .containsExactly(Refusal.Kind.SIGNATURE);
  }

  @Test
  void twoStatementsWithOneIdAreNamed() throws Exception {
    approve("alice");
    Approval other =
        approvals.get(0).approval().toBuilder().purpose("another").takeBack(true).build();
    approvals.add(keys.signed("copy.approval", other, "alice"));
    isRefused(Refusal.Kind.OTHER, "copy.approval: it has the id of alice.approval");
  }
}
