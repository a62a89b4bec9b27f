"""What looks wrong in a run: records → findings by host, without labels (see docs/audit.md)."""

from newsparse.dumps.auditing.audit import Audit, HostAudit, audit
from newsparse.dumps.auditing.facts import NEEDED
from newsparse.dumps.auditing.findings import Example, Finding

__all__ = ["NEEDED", "Audit", "Example", "Finding", "HostAudit", "audit"]
