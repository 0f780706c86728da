package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines above the prompt, on terminals of several widths. */
class FoldedTest {

  @Test
  void aLineIsBrokenBetweenWordsAndGoesOnBelowItsText() {
    assertThat(Folded.lines("03:04:05  ctl armed: everything is undone by the nodes", 30))
        .containsExactly(
            "03:04:05  ctl armed:", "          everything is", "          undone by the nodes");
    assertThat(Folded.lines("  show    more of it", 40)).containsExactly("  show    more of it");
  }

  @Test
  void aCommandIsNotBroken() {
    assertThat(Folded.lines("then `safeops recover 20260102-030405-ab12` asks the nodes", 45))
        .containsExactly("then `safeops recover 20260102-030405-ab12`", "asks the nodes");
    assertThat(Folded.lines("type `safeops recover 20260102-030405-ab12 --lost net` now", 30))
        .containsExactly("type", "`safeops recover 20260102-030405-ab12 --lost net`", "now");
    String command = "    $ ovn-nbctl lsp-set-options ln-physnet2 network_name=physnet2";
    assertThat(Folded.lines(command, 40)).containsExactly(command);
  }

  @Test
  void aWideCharacterTakesTwoColumns() {
    assertThat(Folded.lines("提供商网络的 本地端口 本地端口", 22)).containsExactly("提供商网络的 本地端口", "本地端口");
  }

  @Test
  void aTerminalThatTellsNoWidthGetsTheWholeLine() {
    assertThat(Folded.lines("one line that is longer than it", 0)).hasSize(1);
  }
}
