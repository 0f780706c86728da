package io.safeops.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.HomeDirectory;
import io.safeops.signature.SignerChoice.InAgent;
import io.safeops.signature.SignerChoice.InFile;
import io.safeops.transport.ssh.Secrets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator types after {@code --key}. */
class SignerChoiceTest {

  @Test
  void eachFormIsRead() {
    assertThat(SignerChoice.parse("keys/id")).isEqualTo(new InFile(Path.of("keys/id")));
    assertThat(SignerChoice.parse("./agent")).isEqualTo(new InFile(Path.of("./agent")));
    assertThat(SignerChoice.parse("agents")).isEqualTo(new InFile(Path.of("agents")));
    assertThat(SignerChoice.parse("agent")).isEqualTo(new InAgent(Optional.empty()));
    assertThat(SignerChoice.parse("agent:a b.pub"))
        .isEqualTo(new InAgent(Optional.of(Path.of("a b.pub"))));
    Path home = HomeDirectory.ofProcess();
    assertThat(SignerChoice.parse("~/id")).isEqualTo(new InFile(home.resolve("id")));
    assertThat(SignerChoice.parse("agent:~/id.pub"))
        .isEqualTo(new InAgent(Optional.of(home.resolve("id.pub"))));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'expected FILE, agent or agent:FILE.pub'",
    "agent:, 'after `agent:` expected the .pub file'",
    "agent:id, 'after `agent:` expected the .pub file'",
  })
  void anotherFormIsRefused(String text, String sentence) {
    assertThatThrownBy(() -> SignerChoice.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aNameThatIsNoPathIsRefused() {
    assertThatThrownBy(() -> SignerChoice.parse("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("is not a path");
  }

  @Test
  void withoutAnAgentTheMessageSaysHowToStartOne() {
    assertThatThrownBy(() -> SignerChoice.parse("agent").open(Secrets.none(), Optional.empty()))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("SSH_AUTH_SOCK is not set");
  }

  @Test
  void aFileIsOpened() {
    assertThatThrownBy(
            () -> SignerChoice.parse("/nowhere/id").open(Secrets.none(), Optional.empty()))
        .isInstanceOf(SignatureException.class)
        .hasMessage("/nowhere/id (no such file)");
  }
}
