package io.safeops.transport.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Public-key authentication with signatures of an ssh agent, which sshj 0.40 lacks. */
final class AgentAuth extends AbstractAuthMethod {

  private final SshAgent agent;
  private final SshAgent.Key key;

  AgentAuth(SshAgent agent, SshAgent.Key key) {
    super("publickey");
    this.agent = agent;
    this.key = key;
  }

  /** Asks whether the server accepts the key, before the agent has to sign. */
  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    return request(false);
  }

  @Override
  public void handle(Message message, SSHPacket packet)
      throws UserAuthException, TransportException {
    if (message != Message.USERAUTH_60) {
      super.handle(message, packet);
      return;
    }
    SSHPacket request = request(true);
    byte[] signed =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(request)
            .getCompactData();
    try {
      request.putString(agent.sign(key, signed));
    } catch (IOException refused) {
      throw new UserAuthException(String.valueOf(refused.getMessage()), refused);
    }
    params.getTransport().write(request);
  }

  private SSHPacket request(boolean signed) throws UserAuthException {
    try {
      SSHPacket request = super.buildReq();
      request.putBoolean(signed).putString(key.algorithm()).putString(key.blob());
      return request;
    } catch (IOException malformed) {
      throw new UserAuthException("a key of the ssh agent cannot be read", malformed);
    }
  }
}
