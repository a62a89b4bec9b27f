"""What looks wrong in a run: records → findings by host, without labels (see docs/audit.md)."""

from newsparse.dumps.auditing.by_host import Audit, HostAudit, audit
from newsparse.dumps.auditing.findings import Example, Finding
from newsparse.dumps.auditing.mending import pointed
from newsparse.dumps.auditing.story_facts import NEEDED

__all__ = ["NEEDED", "Audit", "Example", "Finding", "HostAudit", "audit", "pointed"]
